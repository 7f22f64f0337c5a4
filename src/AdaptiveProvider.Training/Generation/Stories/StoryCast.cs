using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Who and what a story is about. The hero and the friend are never both he or both she, so that pronouns stay clear.</summary>
/// <param name="Hero">The hero.</param>
/// <param name="Friend">The friend.</param>
/// <param name="Place">Where it happens.</param>
/// <param name="Thing">A thing that matters in it, without article.</param>
public sealed record StoryCast(StoryCharacter Hero, StoryCharacter Friend, StoryPlace Place, string Thing)
{
    /// <summary>The values of the slots that the plots use.</summary>
    public Dictionary<string, string> Slots()
    {
        string[] words = [.. Thing.Split(' ').Select(Prose.Capitalise)];
        var slots = new Dictionary<string, string>
        {
            ["place"] = Place.Name,
            ["at"] = Place.At,
            ["thing"] = Thing,
            ["thing's title"] = string.Join(' ', words),
            ["bare"] = words[^1],
        };
        Hero.AddTo(slots, "hero", "");
        Friend.AddTo(slots, "friend", "f");
        slots["hero's"] = Hero.Name + "'s";
        slots["friend's"] = Friend.Name + "'s";
        return slots;
    }
}
