using AdaptiveProvider.Training.Generation.Stories;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Tests.Generation.Stories;

/// <summary>Stories are about what was asked for, of a readable length, and all different.</summary>
public sealed class StoryTellerTests
{
    private const long Seed = 4711;

    [Fact]
    public void Tell_Requests_AreAboutTheirSubject()
    {
        for (int i = 0; i < 2000; i++)
        {
            var random = new SeededRandom(Seed, i);
            var request = StoryRequestPolicy.Next(random);
            var story = StoryTeller.Tell(request.Cast, request.Plot, request.NeedsThing, random);

            if (request.Subject is not null && request.Plot is null || request.NeedsThing)
            {
                string last = request.Subject!.Split(' ')[^1];
                Assert.True(story.Text.Contains(last, StringComparison.OrdinalIgnoreCase), $"seed {Seed}, index {i}: {request.Subject}: {story.Text}");
            }
        }
    }

    [Fact]
    public void Tell_EveryPlot_FillsAllSlotsInEveryVariant()
    {
        foreach (var plot in StoryTeller.Plots)
        {
            for (int i = 0; i < 200; i++)
            {
                var random = new SeededRandom(Seed, i);
                var story = StoryTeller.Tell(StoryTeller.Cast(random), plot, needsThing: false, random);

                Assert.DoesNotMatch(@"[\[\]{}|]", story.Text + story.Title);
                Assert.InRange(story.Text.Split(' ').Length, 60, 220);
                Assert.Contains(story.Cast.Hero.Name, story.Text);
                Assert.Contains(story.Cast.Friend.Name, story.Text);
                Assert.Equal(0, story.Text.Count(letter => letter == '"') % 2);
            }
        }
    }

    [Fact]
    public void Tell_ManyStories_AreNearlyAllDifferent()
    {
        var stories = Enumerable.Range(0, 3000).Select(i => new SeededRandom(Seed, i)).Select(random => StoryTeller.Tell(StoryTeller.Cast(random), null, needsThing: false, random).Text);

        Assert.True(stories.Distinct().Count() > 2990);
    }

    [Fact]
    public void Cast_HeroAndFriend_DifferInNameKindAndPronoun()
    {
        for (int i = 0; i < 2000; i++)
        {
            var cast = StoryTeller.Cast(new SeededRandom(Seed, i));

            Assert.NotEqual(cast.Hero.Female, cast.Friend.Female);
            Assert.NotEqual(cast.Hero.Kind, cast.Friend.Kind);
            Assert.NotEqual(cast.Hero.Name, cast.Friend.Name);
        }
    }

    [Fact]
    public void Plots_All_AreAtLeastTwelveWithDifferentThemes()
    {
        Assert.True(StoryTeller.Plots.Count >= 12);
        Assert.Equal(StoryTeller.Plots.Count, StoryTeller.Plots.Select(plot => plot.Theme).Distinct().Count());
    }
}
