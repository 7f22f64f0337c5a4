using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Poems;

/// <summary>Makes short rhymed poems about a thing: two couplets that fit any subject, or such as its season or its being alive allows.</summary>
internal static class PoemTeller
{
    /// <summary>Subjects with their article, as they are asked for.</summary>
    public static readonly IReadOnlyList<string> Subjects =
    [
        "the sea", "the moon", "the sun", "the rain", "the snow", "the wind", "a tree", "a flower", "a cat", "a dog", "a bird", "a star",
        "the night", "the morning", "spring", "summer", "autumn", "winter", "a friend", "my mother", "a rose", "the river", "a butterfly",
        "the forest", "love", "a horse", "the sky", "a cloud", "music", "a garden", "a mouse", "a frog", "home", "a boat", "a song", "a dream",
    ];

    private static readonly string[] First =
    [
        "When I think of {subject} [at night|tonight],\n[My|The] heart is [warm, my thoughts are|calm, the world is] bright.",
        "[Oh|Dear] {bare}, I [think|dream] of you each day,\nYou [chase|send] my [little|many] worries [away|far away].",
        "Some like [gold|pearls|toys] and some like rings,\nBut I like {subject} [of all things|more than these things].",
        "I sing of {subject}, [sweet|soft] and [low|slow],\nA song that [all the children|the birds and breezes] know.",
        "There is one thing that I [love|like] [so well|well]:\nIt is {subject}, as I will tell.",
        "[Come sit|Sit down] with me and [hear|listen to] my rhyme,\nOf {subject} I think [all the time|many a time].",
    ];

    private static readonly string[] Last =
    [
        "[The world is wide, the road is|The day is short, the night is] long,\nAnd that is why I sing [my|this] song.",
        "So [smile with me|be glad] and [do not|never] weep,\nFor [lovely|happy] thoughts are ours to keep.",
        "[The stars look down|The birds all sing], the [breezes|soft winds] blow,\nAnd [I am happy|that is all I need], this I know.",
        "[A little joy|A quiet hour], a [gentle|friendly] word,\nIs the [best|nicest] thing I ever heard.",
        "[When day is done|In evening light] and all is still,\nI [think of it|love it] now and always will.",
        "[Let others run|Let others rush], let others race,\nI stay in [this|my] quiet, [pleasant|happy] place.",
    ];

    /// <summary>A poem of four lines.</summary>
    public static string Tell(string subject, SeededRandom random)
    {
        var slots = new Dictionary<string, string> { ["subject"] = subject, ["bare"] = subject[(subject.LastIndexOf(' ') + 1)..] };
        return Template.Expand(First, random, slots) + "\n" + Template.Expand(Last, random, slots);
    }
}
