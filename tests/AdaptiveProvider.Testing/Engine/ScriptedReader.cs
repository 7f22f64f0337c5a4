using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Testing.Engine;

/// <summary>Reads a stream only as far as tokens are there, so that a single-threaded test decides when and how much.</summary>
public sealed class ScriptedReader(TokenStream stream)
{
    private readonly IAsyncEnumerator<TokenEvent> _tokens = stream.GetAsyncEnumerator();

    public TokenStream Stream { get; } = stream;

    public List<TokenEvent> Tokens { get; } = [];

    /// <summary>True when the stream has been read to its end.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>What ended the stream early.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Reads up to <paramref name="max"/> tokens and returns how many there were.</summary>
    public int Read(int max = int.MaxValue)
    {
        int read = 0;
        try
        {
            while (read < max && !IsAtEnd && (Stream.Summary is not null || Tokens.Count < Stream.Request.Emitted))
            {
                // Completes at once: a token or the end is there.
                IsAtEnd = !_tokens.MoveNextAsync().AsTask().GetAwaiter().GetResult();
                if (!IsAtEnd)
                {
                    Tokens.Add(_tokens.Current);
                    read++;
                }
            }
        }
        catch (Exception failure)
        {
            Failure = failure;
            IsAtEnd = true;
        }

        return read;
    }

    /// <summary>Leaves the stream as <c>await foreach</c> does; completes with the engine's next step.</summary>
    public Task StopAsync() => _tokens.DisposeAsync().AsTask();
}
