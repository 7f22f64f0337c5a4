namespace AdaptiveProvider.Training.Generation.Definitions;

/// <summary>Common words whose dictionary sense is the one that people mean, by the dictionary's category.</summary>
internal static class DictionaryWords
{
    /// <summary>The category and its words.</summary>
    public static readonly IReadOnlyList<(string Category, string Words)> ByCategory =
    [
        ("noun.artifact", "backyard banjo barn blouse bookcase clarinet desk dungeon garment guitar hatchet kitchen locker pillow puppet saucepan saucer schoolbag snowman tablecloth tower tray turret vase wheelchair windmill shelf hamper"),
        ("noun.animal", "beagle chipmunk collie colt puppy vixen dolphin zebra tusk"),
        ("noun.person", "blacksmith burglar chef composer coward drummer fisherman granddaughter grandson juggler nephew niece poet policeman rapper robber scientist stepmother superhero villager writer ogre bully"),
        ("noun.object", "pebble ravine volcano hillside asteroid"),
        ("noun.food", "broth dinner"),
        ("noun.event", "campfire accident"),
        ("noun.communication", "diary"),
        ("noun.attribute", "kindness"),
        ("noun.feeling", "shyness"),
        ("adj.all", "awake absent cautious cheerful cloudy courteous curly disobedient enthusiastic feathered fortunate frowning harmful harmless heartwarming horned impolite intelligent joyful leafy loving mighty painful passionate playful poisonous powerful relaxed rested rotten rusty successful surprising thoughtless thrilled timid troublesome unexpected unfamiliar unimportant uncommon unkind unwelcome untidy useless wavy worthless respectful slender plain terrific motherless"),
    ];
}
