using AdaptiveProvider.Completion;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Text;

namespace AdaptiveProvider.Tests.Text;

public sealed class ReplyTextTests
{
    [Theory]
    [InlineData(false, "ab")]
    [InlineData(true, "a<|im_start|>b")]
    public void Append_SpecialToken_IsTextOnlyWhereItIsShown(bool isShown, string expected)
    {
        using var folder = new TemporaryFolder();
        ByteTokenizerFiles.Write(folder.Path);
        var text = new ReplyText(Tokenizer.Load(folder.Path), new CompletionSettings { ShownSpecialTokens = isShown ? [ByteTokenizerFiles.TurnStart] : [] });

        string read = string.Concat(((int[])['a', ByteTokenizerFiles.TurnStart, ByteTokenizerFiles.TurnEnd, 'b']).Select(text.Append)) + text.Flush();

        Assert.Equal(expected, read);
    }
}
