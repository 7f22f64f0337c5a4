using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;
using AdaptiveProvider.Training.Generation.Words;

namespace AdaptiveProvider.Training.Generation.Identity;

/// <summary>People tell something about themselves, and it is known for the rest of the conversation.</summary>
internal static class TalkMemory
{
    private static readonly Topic TellName = new(
        [
            "My name is {name}.", "I am {name}.", "I'm {name}.", "[Hi|Hello|Hey], [I'm|I am|my name is] {name}.", "Call me {name}.",
            "You can call me {name}.", "[Hi|Hello] Ada, my name is {name}.", "It's {name}.",
        ],
        ["Nice to meet you, {name}!", "Hello, {name}! [How can I help?|What can I do for you?|It is nice to meet you.|]", "Hi, {name}! I am Ada."],
        Typos: false);

    private static readonly Topic AskName = new(
        [
            "What is my name?", "What's my name?", "Do you [know|remember] my name?", "Who am I?", "What was my name [again|]?",
            "Can you say my name?"], ["Your name is {name}.",
        ]);

    private static readonly Topic TellColour = new(
        [
            "My [favourite colour|favorite color] is {colour}.", "I like the [colour|color] {colour} best.",
            "I love {colour}, it is my [favourite colour|favorite color]."], ["{Colour} is a lovely colour.", "I like {colour} too.",
        ],
        Typos: false);

    private static readonly Topic AskColour = new(
        ["What is my [favourite colour|favorite color]?", "[Which|What] [colour|color] do I like best?"],
        ["Your favourite colour is {colour}."]);

    private static readonly Topic TellPet = new(
        [
            "I have a {pet} called {petname}.", "My {pet} is called {petname}.",
            "My {pet}'s name is {petname}."], ["{Petname} is a nice name for a {pet}.", "That is lovely. Say hello to {petname} from me!",
        ],
        Typos: false);

    private static readonly Topic AskPet = new(
        ["What is my {pet} called?", "What is the name of my {pet}?", "What's my {pet}'s name?", "Do you remember my {pet}'s name?"],
        ["Your {pet} is called {petname}."]);

    private static readonly Topic TellAge = new(["I am {age} years old.", "I'm {age} years old.", "I am {age}."], ["{Age} is a good age."],
        Typos: false);

    private static readonly Topic AskAge = new(["How old am I?", "What is my age?"], ["You are {age} years old."]);

    private static readonly Topic TellCity = new(
        ["I live in {city}.", "I am from {city}.", "I come from {city}.", "My home is in {city}."],
        ["{City} must be a nice place. Do you like it there?", "How nice! I hope you like it in {city}."],
        Typos: false);

    private static readonly Topic AskCity = new(["Where do I live?", "Where am I from?", "[Do you remember|Can you tell me] where I live?"], ["You live in {city}."]);

    private static readonly Topic TellJob = new(
        ["I am {a job}.", "I work as {a job}.", "I'm {a job}.", "By trade I am {a job}."],
        ["Being {a job} is important work. Do you like it?", "How interesting! Do you like being {a job}?"],
        Typos: false);

    private static readonly Topic AskJob = new(["What is my job?", "What do I do for work?", "What's my job?", "Do you remember my job?"], ["You are {a job}."]);

    private static readonly Topic TellFood = new(
        ["My favourite food is {food}.", "I like {food} best.", "I love to eat {food}."],
        ["{Food} is very good. Do you make it yourself?", "That sounds good! I hope you have some {food} soon."],
        Typos: false);

    private static readonly Topic AskFood = new(["What is my favourite food?", "What do I like to eat?", "What food do I like?"], ["Your favourite food is {food}."]);

    private static readonly (Topic Tell, Topic Ask)[] Pairs =
    [
        (TellName, AskName), (TellName, AskName), (TellName, AskName), (TellName, AskName), (TellColour, AskColour), (TellPet, AskPet), (TellAge, AskAge), (TellCity, AskCity),
        (TellJob, AskJob), (TellFood, AskFood),
    ];

    private static readonly string[] Colours = ["red", "blue", "green", "yellow", "purple", "orange", "pink", "black", "white", "brown"];

    private static readonly string[] Pets = ["dog", "cat", "rabbit", "hamster", "bird", "horse", "fish"];

    private static readonly string[] PetNames = ["Bella", "Max", "Coco", "Rex", "Luna", "Milo", "Spot", "Bobby", "Daisy", "Felix", "Fluffy", "Nemo", "Rocky", "Pepper"];

    private static readonly string[] Foods =
        ["pizza", "soup", "rice", "pasta", "bread", "cheese", "cake", "ice cream", "fish", "salad", "chocolate", "apple pie", "potato soup"];

    private static readonly string[] Cities =
    [
        "Paris", "Berlin", "London", "Rome", "Madrid", "Vienna", "Oslo", "Prague", "New York", "Boston", "Chicago", "Toronto", "Sydney", "Tokyo", "Hamburg", "Milan",
        "Lyon", "Porto", "Dublin", "Glasgow", "Bristol", "Denver", "Seattle", "Mumbai", "Seoul", "Lima", "Cairo", "Athens", "Geneva", "Krakow",
    ];

    private static readonly string[] Jobs =
    [
        "teacher", "doctor", "nurse", "baker", "farmer", "cook", "pilot", "driver", "painter", "gardener", "engineer", "programmer", "student", "writer", "singer",
        "carpenter", "dentist", "lawyer", "postman", "electrician", "waiter", "tailor", "librarian", "scientist",
    ];

    /// <summary>What is told, and the later question with the answer that repeats it.</summary>
    public static (Exchange Tell, Exchange Ask) Next(SeededRandom random)
    {
        var slots = new Dictionary<string, string>
        {
            ["name"] = random.Pick(Names.All),
            ["colour"] = random.Pick(Colours),
            ["pet"] = random.Pick(Pets),
            ["petname"] = random.Pick(PetNames),
            ["city"] = random.Pick(Cities),
            ["job"] = random.Pick(Jobs),
            ["food"] = random.Pick(Foods),
            ["age"] = $"{random.Between(6, 80)}",
        };
        var (tell, ask) = random.Pick(Pairs);
        return (tell.Expand(random, slots), ask.Expand(random, slots));
    }
}
