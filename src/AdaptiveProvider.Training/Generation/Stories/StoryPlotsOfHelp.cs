namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Plots about losing and finding, helping and sharing.</summary>
internal static class StoryPlotsOfHelp
{
    public static readonly IReadOnlyList<StoryPlot> All =
    [
        new(
            "a lost treasure",
            ["The Lost {bare}", "{Hero} and the {thing's title}", "Where Is the {bare}?"],
            [
                "{Hero} had {a thing} that {he} [loved very much|loved more than anything|took everywhere].",
                "[One morning|One day|One windy afternoon], the {thing} was gone. {Hero} looked [under the bed|behind the door|in every corner] "
                    + "and [under the stairs|in the garden|on every shelf], but it was not there. "
                    + "[{Hero} was very sad.|A big tear ran down {his} face.|\"What shall I do?\" {he} asked.]",
                "Then {his} friend {friend} the {fkind} came by. \"[Don't be sad|Do not cry|Don't worry],\" said {friend}. "
                    + "\"[We will look for it together|Let us look for it together|I will help you].\"",
                "They [looked|searched] [near the old bridge|behind the big stones|along the path|under the tall trees] "
                    + "and [asked everyone they met|called and called|looked into every hole]. "
                    + "[At last|After a long time|Just before dark], {friend} saw [something shining|something small|something strange] "
                    + "[in the grass|in a bush|beside the water].",
                "It was the {thing}! "
                    + "[A bird had carried it away|The wind had carried it there|It had fallen out of a bag|{Hero} had dropped it on the way home].",
                "{Hero} [jumped for joy|laughed and danced|was so happy] and [hugged {friend}|thanked {friend} again and again]. "
                    + "\"[You are a true friend|You are the best friend in the world|Thank you, my friend],\" {he} said.",
            ]),
        new(
            "helping a baby bird",
            ["{Hero} and the Baby Bird", "The Little Bird", "A Small Bird Comes Home"],
            [
                "[One spring morning|One day|After a stormy night], {hero} heard a tiny sound: peep, peep. "
                    + "[Under a tree|In the wet grass|Beside the path] sat a baby bird. It had fallen out of its nest.",
                "\"[Poor little thing|Oh dear|Don't be afraid],\" said {hero}. \"[I will help you|I will take care of you|You need your mother].\" "
                    + "{Hero} put the bird on some soft leaves, where it was [warm|safe] and dry.",
                "But the nest was [high up in the tree|on a very high branch], and {hero} [could not reach it|was too small to reach it]. "
                    + "{He} tried [to jump|to climb], but {he} [slipped|fell down] again and again.",
                "Then {friend} the {fkind} came along. \"[Stand on my shoulders|Climb on my back],\" said {friend}. "
                    + "{Hero} climbed up [slowly|carefully], and [together they were tall enough|now {he} was tall enough].",
                "{Hero} put the little bird back into its nest. [Soon|A moment later|Just then] the mother bird came home. "
                    + "She sang [a happy song|her most beautiful song] to thank them.",
                "[From that day on|Every morning after that], the birds sang [outside {hero's} window|for {hero} and {friend}]. "
                    + "[And {hero} always smiled.|It was the best music in the world.]",
            ]),
        new(
            "sharing",
            ["The Last Piece of Cake", "{Hero} Learns to Share", "Enough for Two"],
            [
                "{Hero} had [baked|made] [a big apple cake|a honey cake|a pot of soup|a basket of warm bread]. It smelled wonderful. "
                    + "\"[This is all for me|I will eat it all by myself|I will not give any away],\" thought {hero}.",
                "[Soon|After a while] there was a knock at the door. It was {friend} the {fkind}. "
                    + "\"[I am so hungry|I have had nothing to eat today|My cupboard is empty],\" said {friend}. "
                    + "\"[May I have a little|Can you give me some|Could you share with me]?\"",
                "\"[No|Sorry, no],\" said {hero}. \"[It is mine|There is not enough].\" "
                    + "{Friend} [went away sadly|looked at the ground and went away|said nothing and walked off into the rain].",
                "{Hero} sat down to eat. But [it did not taste good|the food had no taste at all|every bite tasted sad]. "
                    + "{He} thought of {his} [hungry|cold and hungry] friend. \"[That was not kind|I have been selfish],\" {he} said.",
                "{Hero} took the food and ran after {friend}. \"[I am sorry|Please forgive me],\" {he} [called|said]. "
                    + "\"[Come and eat with me|Let us share it|Half of it is yours].\"",
                "They sat [under a tree|by the fire|in the sun] and ate together. They [talked and laughed|told each other stories] "
                    + "until [the stars came out|it was dark]. [And now the food tasted better than ever.|{Hero} had never eaten anything so good.]",
            ]),
        new(
            "a new friend",
            ["The New Neighbour", "{Hero} Finds a Friend", "A Friend for {hero}"],
            [
                "{Hero} [had no one to play with|was often lonely|played alone every day]. "
                    + "{He} had {a thing}, but [playing alone was no fun|nobody to share it with].",
                "One day {a fkind} named {friend} [moved into the house next door|came to live nearby|arrived with a big bag]. "
                    + "{Friend} was very shy and [hid behind a tree|did not say a word|looked only at the ground].",
                "\"[Hello|Good morning]!\" [called|said] {hero}. But {friend} [ran away|said nothing]. {Hero} [was sad|did not understand]. "
                    + "\"[Maybe {fhe} does not like me|Perhaps {fhe} wants to be alone],\" {he} thought.",
                "Then {hero} had an idea. {He} [put the {thing} in front of {friend's} door|left the {thing} where {friend} could find it] "
                    + "with a note. The note said: \"[For you|Do you want to play with me|Let us be friends].\"",
                "The next morning {friend} stood there with the {thing} and a [big|shy|small] smile. "
                    + "\"[Nobody ever gave me a present|I was only afraid|I was too shy to speak],\" said {friend}. "
                    + "\"[Shall we play|Will you be my friend]?\"",
                "[They played all day long|They played until the sun went down|They ran and laughed all afternoon]. {Hero} was never lonely again.",
            ]),
        new(
            "a kind deed",
            ["The Small Helper", "{Hero} Helps", "One Good Turn"],
            [
                "[One day|One hot afternoon|Early one morning], {hero} was on {his} way home with {a thing}. "
                    + "Beside the road sat {friend}, {a fkind}, and [cried|looked very sad|could not go on].",
                "\"What is the matter?\" asked {hero}. \"[I have hurt my foot|I have lost my way|I am so tired that I cannot walk],\" "
                    + "said {friend}, \"and [my family is waiting for me|it will soon be dark|it is still far to my home].\"",
                "{Hero} wanted to be home in time for dinner, but {he} could not leave {friend} alone. "
                    + "{He} gave {friend} [some water|an apple|a piece of bread] and [carried {fhis} bag|took {fhis} hand|showed {fhim} the way].",
                "The way was long. To cheer {friend} up, {hero} [told funny stories|sang a song|showed {fhim} the {thing}]. "
                    + "[At last|When the moon came up] they reached {friend's} home.",
                "[Some days later|A week later|The next winter], {hero} [fell into a deep hole|got lost in the fog|was caught in the snow]. "
                    + "{He} called for help, and who came? It was {friend}! "
                    + "{Friend} [pulled {him} out|led {him} home|had heard {his} voice and came at once].",
                "\"You helped me, and now I help you,\" said {friend}. [They went home arm in arm.|And they stayed friends for ever.] "
                    + "[{Hero} never forgot that day.|The {thing} still reminds {hero} of that day.]",
            ]),
        new(
            "a broken thing and the truth",
            ["The Broken {bare}", "{Hero} Tells the Truth", "An Honest Word"],
            [
                "{Friend} the {fkind} had {a thing}. It had belonged to {fhis} [grandmother|grandfather], and {friend} loved it very much. "
                    + "{Hero} was [visiting|playing at {friend's} house] that day.",
                "{Hero} wanted to [hold it just once|look at it more closely]. But it [fell out of {his} hands|slipped and fell]. Crack! "
                    + "The {thing} was broken. [Nobody had seen it.|{Friend} was outside and had seen nothing.]",
                "{Hero} was afraid. {He} hid the pieces [under the bed|behind the curtain|in a box] and went home. "
                    + "But that night {he} could not sleep. [{His} heart was heavy.|{He} thought of the pieces again and again.]",
                "In the morning {hero} ran to {friend}. \"[I broke your {thing}|It was me who broke your {thing}],\" {he} said. "
                    + "\"[I am so sorry|I was afraid to tell you].\"",
                "{Friend} was sad at first. Then {fhe} said: \"[Thank you for telling me the truth|It was brave to tell me]. "
                    + "[Let us mend it|Maybe we can mend it] together.\" They took some glue and worked all [morning|afternoon].",
                "[When they had finished, the {thing} had a few lines, but it was whole again.|The {thing} was not quite the same, but {friend} liked it even more.] "
                    + "[And {hero} felt light and happy.|\"A friend who tells the truth is worth more,\" said {friend}.]",
            ],
            OnlyWith: StoryWords.BreakableThings),
        new(
            "a thank you present",
            ["The Best Present", "A Present for {friend}", "{Hero} Makes a Present"],
            [
                "Tomorrow was {friend's} birthday. "
                    + "{Friend} the {fkind} was {hero's} best friend, and {hero} wanted to give {fhim} something very special. But {hero} had no money.",
                "{He} went to the market and saw {a thing}. It was [beautiful|just right], but it cost [ten|five|twenty] coins. "
                    + "\"[I will earn the money|I can work for it],\" thought {hero}.",
                "So {hero} [swept the baker's floor|carried water for an old woman|picked apples for the farmer] "
                    + "and [fed the hens|watered the flowers|washed the windows]. {He} worked until {his} [arms|feet] hurt. "
                    + "In the evening {he} had enough coins.",
                "On the way to the market {he} met [a poor old man|a poor old woman] who [was cold|had nothing to eat]. "
                    + "{Hero} thought for a moment. Then {he} gave [most of the coins|all the coins] away. Now {he} could not buy the {thing}.",
                "At home {hero} took paper and colours and painted a picture. "
                    + "It showed {hero} and {friend} [hand in hand|playing together|in the sun]. \"[It is only a picture|It is not much],\" "
                    + "{he} said the next day.",
                "But {friend} [smiled with shining eyes|hugged {him} tightly]. "
                    + "\"[It is the best present of all|You made it yourself, so it is the best present],\" {friend} said. "
                    + "The picture [hung on the wall for many years|got the best place in the house].",
            ]),
    ];
}
