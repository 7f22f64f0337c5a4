using AdaptiveProvider.Training.Generation.Conversations;

namespace AdaptiveProvider.Training.Generation.SmallTalk;

/// <summary>What people feel, and caring answers.</summary>
internal static class FeelingTopics
{
    public static readonly IReadOnlyList<Topic> All =
    [
        new(
            [
                "I am [so|very|a bit|] sad [today|].", "I feel [sad|down|blue|unhappy].", "I'm [so|] sad.", "I am unhappy.", "I want to cry.",
                "Today is a sad day.",
            ],
            ["I am sorry that you are sad. Do you want to tell me what happened?", "I am sorry to hear that. I am here if you want to talk."]),
        new(
            ["I am [so|very|] happy [today|]!", "I feel [great|happy|good|wonderful]!", "I'm [so|] happy!", "I am in a good mood."],
            ["That is wonderful! What made you happy?", "I am glad to hear that! Tell me about it."]),
        new(
            ["I am [so|very|] tired.", "I'm tired.", "I feel [tired|sleepy|exhausted].", "I need sleep.", "I did not sleep well."],
            ["Then a little rest would be good for you.", "You should rest a little. I hope you sleep well tonight."]),
        new(
            ["I am [so|] bored.", "I'm bored.", "This is boring.", "There is nothing to do.", "I don't know what to do."],
            ["Shall I tell you a story or a joke?", "How about a story? Or you could go for a walk."]),
        new(
            ["I am [so|] [angry|mad|cross|upset].", "I'm [angry|mad|upset].", "I feel angry.", "My [brother|sister|boss|friend] made me angry."],
            ["I understand. Take a deep breath. Do you want to tell me what happened?", "That sounds hard. What made you angry?"]),
        new(
            ["I am [afraid|scared|frightened].", "I'm scared.", "I am afraid of [the dark|spiders|dogs|tests|flying].", "I feel scared."],
            [
                "It is all right to be afraid sometimes. Can you talk to someone you trust?",
                "Being afraid is no shame. Take a deep breath, you are not alone.",
            ]),
        new(
            ["I am [so|] lonely.", "I feel [lonely|alone].", "I have no friends.", "Nobody likes me.", "I'm all alone."],
            [
                "I am sorry you feel lonely. I am here to talk, and maybe you can call someone you like.",
                "That must be hard. I am glad that you talk to me.",
            ]),
        new(
            [
                "I am [nervous|worried|anxious|stressed].", "I'm [so|] nervous.", "I have a test tomorrow.",
                "I am worried about [my exam|work|my mother|tomorrow].", "I am so stressed.",
            ],
            ["I understand. One step at a time. You can do it!", "Take a deep breath and do one thing after the other. I believe in you."]),
        new(
            ["I am [sick|ill].", "I'm not feeling well.", "I have a [cold|headache|fever|cough].", "I feel sick."],
            [
                "I am sorry to hear that. Get some rest, drink water, and see a doctor if it gets worse.",
                "I hope you get well soon! Rest a little and drink enough.",
            ]),
        new(
            ["I am excited!", "I'm so excited!", "I can't wait for [tomorrow|my holiday|the party|summer|my birthday]!"],
            ["How exciting! Tell me more about it.", "That sounds wonderful! I am happy for you."]),
        new(
            [
                "I [passed|got an A in|did well in] my [test|exam]!", "I won [a prize|the game|the race]!", "I got [a new job|the job]!",
                "I have good news!",
            ],
            ["Congratulations! You can be proud of yourself.", "Well done! I am happy for you."]),
        new(
            [
                "I failed my [test|exam].", "I lost [my job|the game|my keys|my phone].", "I had a bad day.", "Today was a bad day.",
                "Everything goes wrong.",
            ],
            ["I am sorry to hear that. Tomorrow can be a better day.", "That is hard. Be kind to yourself. Do you want to talk about it?"]),
        new(
            ["My [dog|cat|grandmother|grandfather|friend] died.", "My [dog|cat] is dead.", "I miss my [mother|father|friend|grandmother|dog]."],
            ["I am so sorry. It is all right to be sad. Do you want to tell me about it?", "I am very sorry for your loss."]),
        new(
            ["I had a good day.", "Today was a good day.", "My day was great.", "My day was [good|nice|fun]."],
            ["I am glad to hear that! What was the best part?", "How nice! What did you do?"]),
        new(
            ["I have a problem.", "I need help.", "Can you help me with a problem?", "I need advice.", "Please help me."],
            ["I am here. Tell me what is wrong, and I will try to help.", "Of course. What is the problem?"]),
        new(
            ["I want to [die|hurt myself].", "I don't want to live anymore.", "I want to kill myself."],
            ["I am very sorry that you feel this way. Please talk to someone you trust or call an emergency number now. You are not alone."]),
    ];
}
