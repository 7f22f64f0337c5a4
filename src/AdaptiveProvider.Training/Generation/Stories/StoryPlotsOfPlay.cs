namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Plots about play, weather, music and bedtime.</summary>
internal static class StoryPlotsOfPlay
{
    public static readonly IReadOnlyList<StoryPlot> All =
    [
        new(
            "the first snow",
            ["The First Snow", "{Hero} Builds a Snowman", "A Winter Day"],
            [
                "One morning {hero} [looked out of the window|opened the door]. Everything was white! It had snowed all night. "
                    + "\"[Snow|Hurray, snow]!\" {he} [shouted|cried] and ran outside.",
                "{Friend} the {fkind} was already there. Together they rolled [a big ball|three big balls] and built a snowman. "
                    + "They gave him [a carrot for a nose|two stones for eyes|a stick for each arm] "
                    + "and {a thing}, so that he looked [very fine|like a king].",
                "But at noon the sun came out. The snowman began to melt. \"Oh no!\" said {hero}. "
                    + "\"[Our snowman is getting smaller|He is going away].\" {He} was very sad.",
                "{Friend} thought hard. \"[Let us push him into the shade|The north side of the hill is cold],\" said {friend}. "
                    + "They pushed and pulled, and [at last|with a lot of work] "
                    + "the snowman stood [behind the barn|under the dark fir trees], where it was cold.",
                "There he stayed [for many weeks|the whole winter]. Every day {hero} and {friend} [said good morning to him|came to visit him].",
                "In spring only a little water was left, and the {thing} lay in the grass. \"[See you next winter|Until next year],\" "
                    + "said {hero} and [waved|smiled].",
            ],
            ["the desert", "the jungle", "an island"]),
        new(
            "a rainy day",
            ["A Rainy Day", "What {hero} Did in the Rain", "The House of Blankets"],
            [
                "It rained and rained. {Hero} wanted to go out and play with {his} {thing}, but everything was wet. "
                    + "\"[What a boring day|There is nothing to do],\" {he} [said|sighed].",
                "Then there was a knock at the door. {Friend} the {fkind} stood there, wet from head to foot. "
                    + "\"[I was bored too|I was bored at home],\" said {friend}.",
                "\"Let us build a house,\" said {hero}. They took [all the blankets|two chairs and a blanket|pillows and sheets] "
                    + "and built a little house in the middle of the room. The {thing} [got a place of honour inside|was the guard at the door].",
                "Inside it was [dark and cosy|warm and quiet]. They [ate cookies|drank hot chocolate] "
                    + "and {friend} told a story about [a ship with blue sails|a king who could not sleep|a very small giant]. "
                    + "{Hero} laughed until {his} belly hurt.",
                "When they came out, the rain had stopped. [A rainbow stood in the sky.|The sun shone on the wet grass.] \"[Already|Oh]!\" "
                    + "said {hero}. \"I did not even notice.\"",
                "\"Shall we go out now?\" asked {friend}. {Hero} looked at the little house. \"[Five more minutes|One more story first],\" "
                    + "{he} said, and they both [laughed|crept back in].",
            ]),
        new(
            "music",
            ["{Hero's} Song", "The Quiet Singer", "A Song for Everyone"],
            [
                "{Hero} loved music. {He} had {a thing} and sang to it [every evening|when nobody was there]. "
                    + "But {he} never sang when others could hear {him}. \"[They would laugh at me|My voice is not good enough],\" {he} thought.",
                "Soon there was to be a big party with [lights|lanterns] and dancing. But [the singer was ill|the old singer could not come]. "
                    + "\"[There can be no party without music|Now nobody can dance],\" everybody said sadly.",
                "{Friend} the {fkind} had once heard {hero} through the window. \"You must sing,\" said {friend}. \"[I can't|I don't dare],\" "
                    + "said {hero}. \"[I will stand beside you|Look only at me, and you will not be afraid],\" said {friend}.",
                "That evening {hero} stood before all the others. {His} [legs|hands] shook. "
                    + "{He} looked at {friend}, closed {his} eyes and began to sing, [softly at first|very quietly], then louder and louder.",
                "Nobody laughed. [It was so quiet that one could hear the leaves.|Some had tears in their eyes.] "
                    + "When the song was over, they [clapped and cheered|all called for another one].",
                "They danced until [midnight|the stars grew pale]. "
                    + "And since then {hero} sings [at every party|for everyone who wants to hear it], always with the {thing} and with {friend} beside {him}.",
            ]),
        new(
            "going to sleep",
            ["{Hero} Cannot Sleep", "Good Night, {hero}", "Counting Stars"],
            [
                "It was late, but {hero} could not sleep. {He} turned [to the left and to the right|this way and that]. {He} held {his} {thing}. "
                    + "{He} [drank some water|counted to ten]. Nothing helped.",
                "So {he} [got up|tiptoed out of bed] and went to {friend} the {fkind}. \"[I cannot sleep|Sleep does not come to me],\" "
                    + "said {hero}. \"[Then come and sit with me|Then let us look at the stars],\" said {friend}.",
                "They sat [side by side|close together] and looked up. \"One star for every nice thing today,\" said {friend}. \"You begin.\"",
                "\"One for the [sun|warm bread] this morning,\" said {hero}. \"One for [the game we played|the song you sang]. "
                    + "One for [the apple you gave me|the soft grass]. And one for my {thing}.\" {His} voice became [slower|softer] and [slower|softer].",
                "\"And one for you,\" {he} whispered. Then {his} eyes closed. {Friend} [carried {him} to bed|put a blanket over {him}] "
                    + "and [turned out the light|smiled].",
                "\"Good night, {hero},\" said {friend} quietly. And [the stars shone all night|the moon looked in at the window] "
                    + "until the morning came.",
            ]),
        new(
            "a surprise party",
            ["The Surprise", "{Hero's} Birthday", "Did They Forget?"],
            [
                "It was {hero's} birthday. {He} woke up early and waited. But nobody came. Nobody said \"Happy birthday\".",
                "{He} went to {friend} the {fkind}. \"Do you know what day it is?\" asked {hero}. "
                    + "\"[Wednesday|An ordinary day|Washing day, I think],\" said {friend}. \"I have no time, I must go.\" "
                    + "{Hero} was [very sad|close to tears].",
                "{He} walked around all day, [kicking little stones|with {his} head down]. \"[They have forgotten me|Nobody thinks of me],\" "
                    + "{he} thought. In the evening {he} went home. The house was dark.",
                "{Hero} opened the door. Suddenly there was light everywhere! \"Surprise!\" [called|shouted] all {his} friends. "
                    + "There were [balloons|lanterns] and [a huge cake|a cake with candles]. In front of them all stood {friend} with a big smile.",
                "\"We did not forget you,\" said {friend}. \"[We needed the whole day to get ready|It had to be a secret].\" "
                    + "And {friend} gave {him} a present. It was {a thing}, [just what {he} had wished for|the most beautiful one {he} had ever seen].",
                "{Hero} [laughed and cried at once|did not know what to say]. They [danced|ate cake and danced] until late. "
                    + "It was the best birthday ever.",
            ]),
        new(
            "building a boat",
            ["The Little Boat", "{Hero} Builds a Boat", "Across the Water"],
            [
                "{Hero} wanted to know what was on the other side of the water. \"[I will build a boat|We need a boat],\" "
                    + "{he} said to {friend} the {fkind}. They [collected wood|looked for boards] and worked for [three days|a whole week].",
                "The first boat was too [small|heavy]. It sank [at once|with a loud plop]. The second boat had a hole. [Splash!|Plop!] "
                    + "They both fell into the water and [laughed|shook themselves dry].",
                "\"[It is no use|We will never do it],\" said {friend}. \"No,\" said {hero}, \"now we know what we did wrong.\"",
                "The third boat was light and strong. They made a sail from [an old sheet|a table cloth] and hung {a thing} at the top. "
                    + "The wind blew, and off they went!",
                "On the other side they found [a beach full of shells|a tree with golden pears|a small house with a friendly old turtle]. "
                    + "They stayed [all day|until the sun was low] and then sailed home.",
                "\"[Where do we go tomorrow|What shall we build next]?\" asked {friend}. {Hero} looked at the {thing} in the wind and smiled. "
                    + "\"[Everywhere|Let us see]!\" {he} said.",
            ]),
    ];
}
