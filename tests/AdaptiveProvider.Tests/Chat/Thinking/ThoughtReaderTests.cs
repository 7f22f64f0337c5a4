using AdaptiveProvider.Chat.Thinking;

namespace AdaptiveProvider.Tests.Chat.Thinking;

public sealed class ThoughtReaderTests
{
    [Theory]
    [InlineData(false, "<think>\nHm, so.\n</think>\n\nYes.", "Hm, so.", "Yes.")]
    [InlineData(false, "\n<think>a\n\nb</think>c", "a\n\nb", "c")]
    [InlineData(false, "<think>\n\n</think>\n\nYes.", "", "Yes.")]
    [InlineData(false, "No thought.", "", "No thought.")]
    [InlineData(false, "Say <think> aloud</think>.", "", "Say <think> aloud</think>.")]
    [InlineData(false, "<thin ice", "", "<thin ice")]
    [InlineData(false, "<think>never closed </thi", "never closed </thi", "")]
    [InlineData(true, "\nso</think>\n\nYes.", "so", "Yes.")]
    [InlineData(true, "never closed", "never closed", "")]
    [InlineData(false, "<think>a</think>b<think>c</think>", "a", "b<think>c</think>")]
    [InlineData(false, "<think>a</think>", "a", "")]
    public void Append_HoweverTheReplyIsCut_TellsThoughtFromAnswer(bool isOpen, string reply, string thought, string answer)
    {
        for (int length = 1; length <= reply.Length; length++)
        {
            Assert.Equal((thought, answer), Read(isOpen, reply.Chunk(length).Select(piece => new string(piece))));
        }
    }

    [Fact]
    public void Append_Thought_PassesAtOnceButForWhatMayBeItsEnd()
    {
        var reader = new ThoughtReader(isOpen: false);

        Assert.Equal("so", reader.Append("<think>\nso\n").Thought);
        Assert.True(reader.IsThinking);
        Assert.Equal("\nmore", reader.Append("more</").Thought);
        Assert.Equal(("", "yes"), reader.Append("think>\nyes"));
        Assert.False(reader.IsThinking);
    }

    private static (string Thought, string Answer) Read(bool isOpen, IEnumerable<string> pieces)
    {
        var reader = new ThoughtReader(isOpen);
        var parts = pieces.Select(reader.Append).ToList();
        parts.Add(reader.Flush());
        return (string.Concat(parts.Select(part => part.Thought)), string.Concat(parts.Select(part => part.Answer)));
    }
}
