using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Recipes;

namespace AdaptiveProvider.Training.Tests.Recipes;

public sealed class IdentityFilterTests
{
    [Theory]
    [InlineData("smalltalk/ms_chitchat/friendly", "What's your name?", "I don't have a name.", false)]
    [InlineData("smalltalk/ms_chitchat/friendly", "Who created you?", "People made me out of code.", false)]
    [InlineData("smalltalk/ms_chitchat/friendly", "Good morning!", "Good morning to you!", true)]
    [InlineData("chat/self_dialogue", "What's your name?", "It's Tom.", true)]
    public void Keeps_SmallTalk_OnlyWhatSaysNothingOfTheAssistant(string source, string question, string answer, bool kept)
        => Assert.Equal(kept, IdentityFilter.Keeps(TrainingDocument.OfChat(source, new TrainingMessage("user", question), new TrainingMessage("assistant", answer))));
}
