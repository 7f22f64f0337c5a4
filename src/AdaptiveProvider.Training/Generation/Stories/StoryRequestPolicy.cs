using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>What people ask stories about: nothing in particular, a being, one with a name, a place, a thing, a theme.</summary>
public static class StoryRequestPolicy
{
    /// <summary>A request and a cast that fulfils it.</summary>
    public static StoryRequest Next(SeededRandom random)
    {
        var cast = StoryTeller.Cast(random);
        var hero = cast.Hero;
        switch (random.Below(100))
        {
            case < 22:
                return new(null, cast);
            case < 46:
                return new(Prose.WithArticle(hero.Kind), cast);
            case < 62:
                return new($"{Prose.WithArticle(hero.Kind)} {random.Pick(["named", "called"])} {hero.Name}", cast);
            case < 68:
                return new($"{Prose.WithArticle(hero.Kind)} and {Prose.WithArticle(cast.Friend.Kind)}", cast);
            case < 72:
                return new(hero.Name, cast);
            case < 82:
                return new(cast.Place.Name, cast);
            case < 92:
                var withThing = StoryTeller.Plots.Where(plot => plot.UsesThing && plot.Fits(cast.Place, cast.Thing));
                return new(Prose.WithArticle(cast.Thing), cast, random.Pick([.. withThing]), NeedsThing: true);
            default:
                var theme = random.Pick(StoryTeller.Plots);
                return new(theme.Theme, StoryTeller.Fitting(cast, theme, random), theme);
        }
    }
}
