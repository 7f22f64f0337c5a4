using AdaptiveProvider.Tool.Terminal;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tool.Conversation;

/// <summary>Streams replies as text.</summary>
internal sealed class TextReplyWriter(TerminalStreams terminal) : IReplyWriter
{
    public void Piece(string text) => terminal.Text.Write(text);

    public void End(ChatResponse response, bool interrupted) => terminal.Text.WriteLine(interrupted ? " [stopped]" : "");
}
