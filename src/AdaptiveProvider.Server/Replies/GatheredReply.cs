using System.Text;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Puts the pieces of one reply together.</summary>
internal sealed class GatheredReply
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<TokenDetails> _tokens = [];

    public string Text => _text.ToString();

    public string Reasoning => _reasoning.ToString();

    public List<FunctionCallContent> Calls { get; } = [];

    /// <summary>Details of all tokens, in order; null where none were asked for.</summary>
    public TokenDetails? Tokens => _tokens.Count == 0 ? null : TokenDetails.Join(_tokens);

    public ReplyEnd? End { get; private set; }

    public void Add(ReplyPart part)
    {
        _text.Append(part.Text);
        _reasoning.Append(part.Reasoning);
        if (part.Call is { } call)
        {
            Calls.Add(call);
        }

        if (part.Tokens is { } tokens)
        {
            _tokens.Add(tokens);
        }

        End = part.End ?? End;
    }
}
