// The model calls functions of this program. The default model is far too small to know when to call one or what to pass, so here it must call; that the
// name and the arguments are valid is certain with any model. A capable one needs no ToolMode and puts results into words.
//   dotnet run -c Release --project samples/Tools
using AdaptiveProvider;
using AdaptiveProvider.DefaultModel;
using Microsoft.Extensions.AI;

using IChatClient client = new ChatClientBuilder(await AdaptiveChatClient.LoadAsync(DefaultModelFolder.Path)).UseFunctionInvocation().Build();

AIFunction[] functions = [AIFunctionFactory.Create(GetYear, "get_year"), AIFunctionFactory.Create(RollDice, "roll_dice")];

await AskAsync("Which year is it?", ChatToolMode.RequireSpecific("get_year"));
await AskAsync("Please roll the dice.", ChatToolMode.RequireSpecific("roll_dice"));
await AskAsync("Do something.", ChatToolMode.RequireAny);

async Task AskAsync(string question, ChatToolMode mode)
{
    var options = new ChatOptions { Tools = [.. functions], ToolMode = mode, Seed = 1, MaxOutputTokens = 60 };
    var response = await client.GetResponseAsync(question, options);

    Console.WriteLine($"> {question}");
    foreach (var content in response.Messages.SelectMany(message => message.Contents))
    {
        Console.WriteLine(content switch
        {
            FunctionCallContent call => $"  calls {call.Name}({string.Join(", ", call.Arguments!.Select(argument => $"{argument.Key}: {argument.Value}"))})",
            FunctionResultContent result => $"  gets {result.Result}",
            _ => $"  says {content}",
        });
    }
}

static int GetYear() => Final(DateTime.Today.Year);

static int RollDice(Dice dice) => Final(dice == Dice.One ? Random.Shared.Next(1, 7) : Random.Shared.Next(1, 7) + Random.Shared.Next(1, 7));

// The result is the answer. Without this it goes back to the model, which this small one can make nothing of.
static T Final<T>(T result)
{
    FunctionInvokingChatClient.CurrentContext!.Terminate = true;
    return result;
}

internal enum Dice
{
    One,
    Two,
}
