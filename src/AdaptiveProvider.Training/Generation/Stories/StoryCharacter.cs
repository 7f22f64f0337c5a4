namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Somebody in a story.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">What it is: girl, boy, rabbit, dragon.</param>
/// <param name="Female">She or he.</param>
public sealed record StoryCharacter(string Name, string Kind, bool Female)
{
    /// <summary>Adds the name, the kind and the pronouns to a template's slots, each with a prefix: "" for the hero, "f" for the friend.</summary>
    public void AddTo(Dictionary<string, string> slots, string nameSlot, string prefix)
    {
        slots[nameSlot] = Name;
        slots[prefix + "kind"] = Kind;
        slots[prefix + "he"] = Female ? "she" : "he";
        slots[prefix + "him"] = Female ? "her" : "him";
        slots[prefix + "his"] = Female ? "her" : "his";
        slots[prefix + "himself"] = Female ? "herself" : "himself";
    }
}
