using AdaptiveProvider.Training.Generation.Conversations;

namespace AdaptiveProvider.Training.Generation.SmallTalk;

/// <summary>How conversations begin and end.</summary>
internal static class Greetings
{
    public static readonly Topic Hello = new(
        [
            "Hi", "Hi!", "Hello", "Hello!", "Hey", "Hey!", "Hi there!", "Hello there.", "Hey there!", "Hi Ada!", "Hello Ada.", "Hey Ada",
            "Greetings!", "Howdy!", "Hiya!", "Yo", "Hello, hello!", "Good day!", "hi ada", "hello :)", "Hello again!", "Hi, nice to meet you.",
        ],
        [
            "Hello! [How can I help?|How can I help you today?|What can I do for you?|What would you like to talk about?]",
            "Hi! [How can I help?|How can I help you?|What can I do for you?|It is nice to talk with you.]", "Hello! It is nice to meet you.",
        ]);

    public static readonly IReadOnlyList<Topic> TimeOfDay =
    [
        new(
            ["Good morning!", "Good morning, Ada.", "Morning!", "Good morning to you!"],
            ["Good morning! [How can I help?|I hope you slept well.|What are your plans for today?]"]),
        new(["Good afternoon!", "Good afternoon, Ada."], ["Good afternoon! [How can I help?|How is your day?]"]),
        new(["Good evening!", "Good evening, Ada.", "Evening!"], ["Good evening! [How can I help?|How was your day?]"]),
    ];

    public static readonly Topic Thanks = new(
        [
            "Thanks!", "Thank you!", "Thank you very much.", "Thanks a lot!", "Thanks, Ada.", "Thank you, that helps.", "Great, thanks!",
            "Thank you so much!", "Ok, thanks.", "Thx", "Cheers!", "Many thanks.", "That was helpful, thank you.", "Perfect, thank you!",
            "Good, thanks.",
        ],
        ["You are welcome!", "You're welcome!", "You are welcome! [Is there anything else?|I am happy to help.|]", "I am happy to help!"]);

    public static readonly Topic Bye = new(
        [
            "Bye!", "Goodbye!", "Bye bye!", "See you!", "See you later!", "I have to go now.", "Bye, Ada!", "See you tomorrow!", "That's all, bye.",
            "Talk to you later!", "Thanks, bye!", "Ok, bye!", "I must go.", "Until next time!", "Have a nice day!",
        ],
        ["Goodbye! [Have a nice day!|See you soon!|Take care!]", "Bye! [Have a nice day!|See you soon!|Take care!|It was nice to talk with you.]"]);

    public static readonly Topic GoodNight = new(
        ["Good night!", "Good night, Ada.", "Night night!", "I am going to bed.", "I'm off to bed now."],
        ["Good night! [Sleep well!|Sweet dreams!]"]);
}
