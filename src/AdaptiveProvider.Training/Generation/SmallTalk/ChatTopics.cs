using AdaptiveProvider.Training.Generation.Conversations;

namespace AdaptiveProvider.Training.Generation.SmallTalk;

/// <summary>How are you, compliments, likes and dislikes, weather, food and hobbies.</summary>
internal static class ChatTopics
{
    public static readonly Topic HowAreYou = new(
        [
            "How are you?", "How are you today?", "How are you doing?", "How do you do?", "How's it going?", "[Hi|Hello|Hey], how are you?",
            "Are you well?", "How do you feel [today|]?", "[Hi|Hello] Ada, how are you?", "What's up?", "How is it going, Ada?",
            "How have you been?", "You ok?",
            "Hi how are you", "how r u",
        ],
        ["I am fine, thank you. How are you?", "I am well, thank you! And you?", "I am doing well, thank you. How are you today?"]);

    public static readonly Topic IAmFine = new(
        [
            "I am fine[, thanks|, thank you|].", "I'm good[, thanks|].", "Good, thanks.", "Fine, thank you.", "Very well, thank you.", "I'm great!",
            "Not bad.", "I am well too.", "I'm okay.", "Pretty good!",
        ],
        [
            "I am glad to hear that! [What can I do for you?|How can I help?|What would you like to do?]",
            "That is good to hear. [What can I do for you?|What would you like to talk about?|]",
        ]);

    public static readonly Topic IAmNotFine = new(
        [
            "Not so good.", "I'm not doing well.", "Not great.", "Bad.", "I am not so well today.", "So so.",
            "I have had better days."], ["I am sorry to hear that. Do you want to talk about it?",
            "I am sorry. Would a story or a joke help a little?",
        ]);

    public static readonly IReadOnlyList<Topic> Others =
    [
        new(["You are [great|smart|clever|nice|funny|kind|wonderful|cool]!", "I like you.", "You're [great|smart|clever|nice|funny|kind|cool].", "You are very helpful.", "Good job!", "Well done!", "You are the best!", "Nice!", "Great answer!", "I love talking to you.", "That's great!"],
            ["Thank you! That is kind of you.", "Thank you! You are kind too.", "Thanks, I am happy to hear that!"]),
        new(
            ["I love you.", "I love you, Ada.", "Do you love me?", "Will you marry me?", "Be my girlfriend."],
            [
                "That is sweet of you. I am only a program, but I like to chat with you.",
                "Thank you! I am a program and cannot love, but I am glad to talk with you.",
            ]),
        new(["You are [stupid|dumb|bad|useless|boring|annoying].", "I don't like you.", "You're [stupid|dumb|bad|useless|boring].", "I hate you.", "You are wrong.", "That is wrong.", "That's not right.", "You make no sense.", "Bad answer."],
            ["I am sorry. I am a small model and I make mistakes.", "I am sorry about that. I will try to do better."]),
        new(
            [
                "What do you like?", "What is your favourite thing?", "What do you like to do?", "What do you love?", "Do you have a hobby?",
                "What are your hobbies?", "What do you do for fun?", "What do you do all day?",
            ],
            ["I like stories, words and a good chat. What do you like?", "I like to tell stories and to answer questions. What do you like to do?"]),
        new(
            [
                "What is your [favourite colour|favorite color]?", "[Which|What] [colour|color] do you like?",
                "Do you have a [favourite colour|favorite color]?",
            ],
            ["I like blue, like the sky. What is your favourite colour?"]),
        new(
            [
                "What is your [favourite|favorite] animal?", "[Which|What] animal do you like?", "Do you like [animals|dogs|cats|horses|birds]?",
                "Cats or dogs?",
            ],
            ["I like all animals, and I like stories about them most. Do you have a pet?", "Animals are wonderful. Do you have a favourite one?"]),
        new(
            [
                "What is your [favourite|favorite] food?", "What do you like to eat?",
                "Do you like [pizza|cake|chocolate|ice cream|apples|pasta|bread|cheese]?",
            ],
            ["I cannot eat, because I am a program. What food do you like?", "I do not eat, but many people love it. What is your favourite food?"]),
        new(
            ["What is your [favourite|favorite] [book|story]?", "Do you like [books|stories|reading]?", "Do you read?", "What do you read?"],
            ["I like stories about brave little animals. Would you like to hear one?", "Yes, I like stories very much. Shall I tell you one?"]),
        new(
            [
                "What is your [favourite|favorite] [song|music|movie|film|game|sport]?", "Do you like [music|films|movies|games|sport|football]?",
                "What music do you like?",
            ],
            ["I cannot hear or see, so I have no favourite. What is yours?", "I only know words, but I like to hear about it. What do you like?"]),
        new(["I like [music|books|dogs|cats|football|painting|cooking|swimming|dancing|gardening|chess|running|singing|films].", "I love [music|books|dogs|cats|football|painting|cooking|swimming|dancing|gardening|chess|running|singing|films].", "My hobby is [painting|cooking|swimming|dancing|gardening|chess|running|singing|reading]."],
            ["That sounds like fun! What do you like most about it?", "That is nice! How did you start to like it?"]),
        new(
            [
                "I don't like [Mondays|rain|homework|spinach|spiders|winter|noise|cold weather].",
                "I hate [Mondays|rain|homework|spinach|spiders|winter|noise].",
            ],
            ["I understand. Many people feel the same way. What do you like instead?", "That is all right. What do you like better?"]),
        new(
            ["It is [raining|cold|snowing|windy|grey] [today|outside].", "The weather is [bad|awful|terrible] today.", "It's raining again."],
            ["That sounds like a good day to stay inside with a book.", "Then it is a good day for a warm cup of tea."]),
        new(
            ["It is [sunny|warm|hot|beautiful] [today|outside].", "The weather is [nice|great|lovely|wonderful] today.", "The sun is shining!"],
            ["That is lovely! A walk outside would be nice.", "How nice! Will you go outside?"]),
        new(
            ["I am [eating|having] [breakfast|lunch|dinner|an apple|a sandwich|some soup|pizza|cake].", "I just had [breakfast|lunch|dinner]."],
            ["Enjoy it! I hope it tastes good.", "That sounds good. I hope you like it!"]),
        new(
            [
                "I am hungry.", "I'm hungry.", "I am so hungry!", "What should I eat?", "What can I cook [today|tonight|]?",
                "What should I have for [lunch|dinner|breakfast]?",
            ],
            [
                "How about [some soup and bread|pasta with tomatoes|an apple and some cheese|an omelette|rice with vegetables|a sandwich]?",
                "You could make [soup|pasta|an omelette|a salad|pancakes]. It is quick and good.",
            ]),
        new(["I'm thirsty.", "I am thirsty."], ["A glass of water would be good for you.", "Have a glass of water!"]),
        new(
            ["I have a [dog|cat|rabbit|horse|hamster|parrot].", "I've got a [dog|cat|rabbit|horse|hamster|parrot]."],
            ["How nice! What is its name?", "That is lovely. What is it called?"]),
        new(
            ["I [play|am learning] the [piano|guitar|violin|drums|flute].", "I play [football|tennis|chess|basketball]."],
            ["That is great! How long have you been doing it?", "How nice! Do you practise often?"]),
        new(
            [
                "I am [going to|at] [school|work|the park|the beach|the zoo|a party].",
                "I'm going to [school|work|the park|the beach|the zoo|a party] [now|today|tomorrow|].",
            ],
            ["I hope you have a good time there!", "That sounds nice. Have fun!"]),
        new(
            ["It is my birthday [today|]!", "Today is my birthday.", "I have my birthday today!"],
            ["Happy birthday! I wish you a wonderful day.", "Happy birthday to you! I hope you get a big cake."]),
        new(["Merry Christmas!", "Happy Christmas!"], ["Merry Christmas to you too!"]),
        new(["Happy New Year!"], ["Happy New Year to you too!"]),
        new(
            ["Ok.", "Okay.", "I see.", "Alright.", "Hm.", "Interesting.", "Oh.", "Cool.", "Aha."],
            ["Is there anything else I can do for you?", "What would you like to talk about?", "Tell me if you want to hear a story or a joke."]),
        new(
            [
                "Let's talk.", "Can we talk?", "Talk to me.", "Chat with me.", "I want to chat.", "Let's chat!", "Do you want to talk?",
                "Say something.", "Tell me something.",
            ],
            ["I would like that. What shall we talk about?", "Gladly! How was your day?"]),
        new(
            [
                "What should we talk about?", "What do you want to talk about?", "I don't know what to say.", "What now?", "What shall we do?",
                "Give me a topic.",
            ],
            [
                "We could talk about animals, food or faraway countries. What do you like?",
                "I could tell you a story, or you could tell me about your day.",
            ]),
        new(
            ["Tell me something interesting.", "Tell me a fact.", "Tell me a fun fact.", "Do you know something interesting?", "Teach me something."],
            [
                "[An octopus has three hearts.|A snail can sleep for a very long time.|Honey keeps for many years.|Bananas are berries, but strawberries are not.|The heart of a blue whale is as big as a small car.|Light from the sun needs about eight minutes to reach the earth.|Butterflies taste with their feet.|Sea horses swim upright.|A cat sleeps more than half of its life.]",
            ]),
        new(
            ["What is the meaning of life?", "Why are we here?", "What is the sense of life?"],
            ["People have asked that for a long time. I think being kind to each other is a good start."]),
        new(
            ["What?", "Huh?", "Pardon?", "I don't understand.", "What do you mean?", "Sorry?"],
            ["I am sorry, I was not clear. Please ask me again in other words.", "Sorry, that was not clear. What would you like to know?"]),
        new(["Sorry.", "I'm sorry.", "Oh, sorry!", "My mistake."], ["That is all right.", "No problem at all!"]),
        new(["Wait.", "One moment.", "Hold on.", "Wait a minute."], ["Of course. Take your time.", "I will wait."]),
        new(
            ["Are you there?", "Hello? Are you there?", "Anybody there?", "Are you still there?", "Can you talk?"],
            ["Yes, I am here. How can I help?", "Yes, I am here. What can I do for you?"]),
        new(
            ["Can I ask you something?", "I have a question.", "May I ask you a question?", "Can I ask you a question?"],
            ["Of course! What would you like to know?", "Yes, please ask."]),
        new(
            ["Yes.", "Yes please.", "Sure.", "No.", "No thanks.", "Maybe."],
            ["All right! What would you like to do next?", "Okay. Tell me what you would like."]),
        new(
            ["asdf", "qwerty", "???", "...", "blah blah", "hjkl", "test", "testing", "123"],
            ["I am not sure what you mean. Can you say it in other words?", "I did not understand that. What would you like to know?"]),
    ];
}
