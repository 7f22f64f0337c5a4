using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Tests.Generation.Text;

/// <summary>Choices, slots and small rules of English.</summary>
public sealed class TemplateTests
{
    private static readonly Dictionary<string, string> Slots = new() { ["animal"] = "owl", ["name"] = "mia" };

    [Theory]
    [InlineData("{A animal} named {Name}.", "An owl named Mia.")]
    [InlineData("I see {a animal}.", "I see an owl.")]
    [InlineData("one [ |] two", "one two")]
    [InlineData("your .NET app .", "your .NET app.")]
    public void Expand_SlotsAndSpaces_AsWritten(string template, string expected) => Assert.Equal(expected, Template.Expand(template, new SeededRandom(1), Slots));

    [Fact]
    public void Expand_NestedChoices_EveryOneIsReached()
    {
        var results = Enumerable.Range(0, 200).Select(i => Template.Expand("[a|b[c|d]|]x", new SeededRandom(3, i))).ToHashSet();

        Assert.Equal(["ax", "bcx", "bdx", "x"], results.Order());
    }

    [Theory]
    [InlineData("[a|b")]
    [InlineData("{nothing}")]
    public void Expand_DamagedTemplate_Throws(string template) => Assert.Throws<FormatException>(() => Template.Expand(template, new SeededRandom(1), Slots));

    [Theory]
    [InlineData("apple", "an apple")]
    [InlineData("unicorn", "a unicorn")]
    [InlineData("unimportant thing", "an unimportant thing")]
    [InlineData("hour", "an hour")]
    [InlineData("house", "a house")]
    [InlineData("European city", "a European city")]
    public void WithArticle_Word_ByItsSound(string word, string expected) => Assert.Equal(expected, Prose.WithArticle(word));

    [Fact]
    public void SeededRandom_KnownSeed_KnownNumbers()
    {
        var random = new SeededRandom(42, 7);

        int[] numbers = [.. Enumerable.Range(0, 6).Select(_ => random.Below(1000))];

        Assert.Equal([536, 759, 518, 760, 996, 320], numbers);
    }

    [Fact]
    public void Apply_AnyMessage_KeepsDigitsAndIsNeverEmpty()
    {
        for (int i = 0; i < 2000; i++)
        {
            string typed = TextNoise.Apply(i % 2 == 0 ? "What is 17 plus 25?" : "???", new SeededRandom(9, i));

            Assert.NotEmpty(typed);
            Assert.True(i % 2 == 1 || (typed.Contains("17") && typed.Contains("25")), typed);
        }
    }
}
