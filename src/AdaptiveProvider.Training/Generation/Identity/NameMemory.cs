using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;
using AdaptiveProvider.Training.Generation.Words;

namespace AdaptiveProvider.Training.Generation.Identity;

/// <summary>People tell something about themselves, and it is known for the rest of the conversation.</summary>
internal static class NameMemory
{
    private static readonly Topic TellName = new(
        [
            "My name is {name}.", "I am {name}.", "I'm {name}.", "[Hi|Hello|Hey], [I'm|I am|my name is] {name}.", "Call me {name}.",
            "You can call me {name}.", "[Hi|Hello] Ada, my name is {name}.", "It's {name}.",
        ],
        ["Nice to meet you, {name}!", "Hello, {name}! [How can I help?|What can I do for you?|It is nice to meet you.|]", "Hi, {name}! I am Ada."]);

    private static readonly Topic AskName = new(
        [
            "What is my name?", "What's my name?", "Do you [know|remember] my name?", "Who am I?", "What was my name [again|]?",
            "Can you say my name?"], ["Your name is {name}.",
        ]);

    private static readonly Topic TellColour = new(
        [
            "My [favourite colour|favorite color] is {colour}.", "I like the [colour|color] {colour} best.",
            "I love {colour}, it is my [favourite colour|favorite color]."], ["{Colour} is a lovely colour.", "I like {colour} too.",
        ]);

    private static readonly Topic AskColour = new(
        ["What is my [favourite colour|favorite color]?", "[Which|What] [colour|color] do I like best?"],
        ["Your favourite colour is {colour}."]);

    private static readonly Topic TellPet = new(
        [
            "I have a {pet} called {petname}.", "My {pet} is called {petname}.",
            "My {pet}'s name is {petname}."], ["{Petname} is a nice name for a {pet}.", "That is lovely. Say hello to {petname} from me!",
        ]);

    private static readonly Topic AskPet = new(
        ["What is my {pet} called?", "What is the name of my {pet}?", "What's my {pet}'s name?", "Do you remember my {pet}'s name?"],
        ["Your {pet} is called {petname}."]);

    private static readonly Topic TellAge = new(["I am {age} years old.", "I'm {age} years old.", "I am {age}."], ["{Age} is a good age."]);

    private static readonly Topic AskAge = new(["How old am I?", "What is my age?"], ["You are {age} years old."]);

    private static readonly (Topic Tell, Topic Ask)[] Pairs =
    [
        (TellName, AskName), (TellName, AskName), (TellName, AskName), (TellColour, AskColour), (TellPet, AskPet), (TellAge, AskAge),
    ];

    /// <summary>What is told, and the later question with the answer that repeats it.</summary>
    public static (Exchange Tell, Exchange Ask) Next(SeededRandom random)
    {
        var slots = new Dictionary<string, string>
        {
            ["name"] = random.Pick(Names.All),
            ["colour"] = random.Pick(["red", "blue", "green", "yellow", "purple", "orange", "pink", "black", "white", "brown"]),
            ["pet"] = random.Pick(["dog", "cat", "rabbit", "hamster", "bird", "horse", "fish"]),
            ["petname"] = random.Pick(["Bella", "Max", "Coco", "Rex", "Luna", "Milo", "Spot", "Bobby", "Daisy", "Felix", "Fluffy", "Nemo", "Oscar", "Rocky", "Ginger", "Pepper"]),
            ["age"] = $"{random.Between(6, 80)}",
        };
        var (tell, ask) = random.Pick(Pairs);
        return (tell.Expand(random, slots), ask.Expand(random, slots));
    }
}
