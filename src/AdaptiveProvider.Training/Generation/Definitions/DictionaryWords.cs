namespace AdaptiveProvider.Training.Generation.Definitions;

/// <summary>Common words whose dictionary sense is the one that people mean, by the dictionary's category.</summary>
internal static class DictionaryWords
{
    /// <summary>The category and its words.</summary>
    public static readonly IReadOnlyList<(string Category, string Words)> ByCategory =
    [
        (
            "noun.artifact",
            "backyard banjo barn blouse bookcase clarinet desk dungeon garment guitar hatchet puppet saucepan saucer schoolbag snowman "
            + "tablecloth tray turret vase wheelchair windmill hamper ambulance bell belt bench broom cannon cap cradle drawer drill "
            + "fountain gate helmet hook jar magnet mask nail net oar padlock pocket purse raft rake room sandal shovel skirt spade stage "
            + "statue tunnel vehicle whistle jug jacket"),
        ("noun.animal", "beagle chipmunk collie colt puppy vixen dolphin zebra tusk foal squirrel paw"),
        (
            "noun.person",
            "blacksmith burglar chef composer coward drummer fisherman granddaughter grandson juggler nephew niece poet policeman rapper "
            + "robber scientist stepmother superhero villager ogre carpenter gardener guard hunter orphan parent uncle spy bride boss leader"),
        ("noun.object", "pebble ravine volcano hillside asteroid glacier shore"),
        ("noun.food", "broth supper picnic cereal noodle cherry steak"),
        ("noun.event", "campfire race sunset sunrise"),
        ("noun.communication", "diary"),
        ("noun.attribute", "kindness"),
        ("noun.feeling", "shyness surprise"),
        ("noun.plant", "weed"),
        ("noun.body", "jaw shoulder"),
        (
            "adj.all",
            "awake absent cautious cheerful cloudy courteous curly disobedient enthusiastic feathered fortunate harmful harmless "
            + "heartwarming horned impolite intelligent joyful leafy loving mighty painful passionate playful poisonous powerful relaxed "
            + "rested rotten rusty successful surprising thoughtless thrilled timid troublesome unexpected unfamiliar unimportant uncommon "
            + "unkind unwelcome untidy useless wavy worthless respectful slender terrific motherless afraid bold careful comfortable crowded "
            + "expensive glad greedy healthy helpful helpless naughty possible impossible pleasant precious shallow sticky sudden tasty "
            + "ancient wise nice elegant"),
    ];
}
