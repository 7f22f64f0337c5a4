using AdaptiveProvider.Training.Generation.Text;
using AdaptiveProvider.Training.Generation.Words;

namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Makes up stories: a cast, a plot and the words for each step.</summary>
public static class StoryTeller
{
    private const int ThingAttemptsMax = 40;

    private static readonly string[] Openings =
    [
        "[Once upon a time|Long ago|Once|Many years ago], there was {a described} [named|called] {hero}. {He} lived {at}.",
        "[Once upon a time|Long ago|Once], {a described} [named|called] {hero} lived {at}.",
        "There was once {a described} [named|called] {hero}, who lived {at}.", "{Hero} was {a described} who lived {at}.",
        "{At} there lived {a described} [named|called] {hero}.",
    ];

    private static readonly string[] Closings = ["The end.", "And they lived happily ever after.", "", "", ""];

    private static readonly string[] Sizes =
    [
        "little", "small", "young", "brave", "kind", "clever", "cheerful", "curious", "quiet", "funny", "gentle", "",
    ];

    /// <summary>All plots.</summary>
    public static IReadOnlyList<StoryPlot> Plots { get; } = [.. StoryPlotsOfHelp.All, .. StoryPlotsOfCourage.All, .. StoryPlotsOfPlay.All];

    /// <summary>A cast chosen by chance.</summary>
    public static StoryCast Cast(SeededRandom random)
    {
        bool female = random.Chance(50);
        var hero = random.Chance(45) ? Child(random, female) : Creature(random, female, random.Pick(StoryWords.Creatures));
        string friendKind = random.Pick([.. StoryWords.Creatures.Where(kind => kind != hero.Kind)]);
        var friend = Creature(random, !female, random.Chance(25) ? random.Pick(StoryWords.Trades) : friendKind);
        return new(hero, friend, random.Pick(StoryWords.Places), random.Pick(StoryWords.Things));
    }

    /// <summary>The cast with a place and a thing that the plot can happen with.</summary>
    public static StoryCast Fitting(StoryCast cast, StoryPlot plot, SeededRandom random)
    {
        while (!plot.Fits(cast.Place, cast.Thing))
        {
            cast = cast with { Place = random.Pick(StoryWords.Places), Thing = random.Pick(StoryWords.Things) };
        }

        return cast;
    }

    /// <summary>A girl or a boy, or sometimes one with a crown.</summary>
    public static StoryCharacter Child(SeededRandom random, bool female)
        => new(random.Pick(female ? Names.Female : Names.Male), random.Pick(female ? StoryWords.Girls : StoryWords.Boys), female);

    /// <summary>An animal or another being of stories.</summary>
    public static StoryCharacter Creature(SeededRandom random, bool female, string kind) => new(random.Pick(female ? Names.Female : Names.Male), kind, female);

    /// <summary>The story of a cast and a plot.</summary>
    /// <param name="cast">Whom it is about.</param>
    /// <param name="plot">Its skeleton; null for any.</param>
    /// <param name="needsThing">Whether the cast's thing has to be in the text.</param>
    /// <param name="random">The source of chance.</param>
    public static Story Tell(StoryCast cast, StoryPlot? plot, bool needsThing, SeededRandom random)
    {
        Story story;
        int attempt = 0;
        do
        {
            story = TellOnce(cast, plot ?? random.Pick([.. Plots.Where(possible => possible.Fits(cast.Place, cast.Thing))]), random);
            attempt++;
        }
        while (needsThing && attempt < ThingAttemptsMax && !story.Text.Contains(cast.Thing, StringComparison.Ordinal));

        return story;
    }

    private static Story TellOnce(StoryCast cast, StoryPlot plot, SeededRandom random)
    {
        var slots = cast.Slots();
        slots["described"] = $"{random.Pick(Sizes)} {cast.Hero.Kind}".Trim();
        string[] sentences =
        [
            Template.Expand(Openings, random, slots), .. plot.Beats.Select(beat => Template.Expand(beat, random, slots)), random.Pick(Closings),
        ];
        return new(Prose.Capitalise(Template.Expand(plot.Titles, random, slots)), Prose.Tidy(string.Join(' ', sentences)), cast, plot);
    }
}
