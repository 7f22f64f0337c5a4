// Replies that are values of a type: valid whatever the model is, since no token that would make them invalid can be drawn.
//   dotnet run -c Release --project samples/StructuredOutput
using System.ComponentModel.DataAnnotations;
using AdaptiveProvider;
using AdaptiveProvider.DefaultModel;
using Microsoft.Extensions.AI;

using IChatClient client = await AdaptiveChatClient.LoadAsync(DefaultModelFolder.Path);

foreach (string animal in (string[])["cat", "dog", "fish"])
{
    var pet = (await client.GetResponseAsync<Pet>($"Tell me about a {animal}.", new ChatOptions { Temperature = 1, Seed = animal[0], MaxOutputTokens = 100 })).Result;
    Console.WriteLine($"{animal}: {pet.Name}, {pet.Age} years old, {pet.Colour}, {(pet.IsHungry ? "hungry" : "not hungry")}");
}

bool isBig = (await client.GetResponseAsync<bool>("Is an elephant big?", new ChatOptions { Temperature = 0 })).Result;
Console.WriteLine($"An elephant is {(isBig ? "big" : "small")}.");

internal enum Colour
{
    Black,
    Brown,
    White,
}

internal sealed record Pet([property: RegularExpression("^[A-Z][a-z]{2,6}$")] string Name, [property: Range(1, 20)] int Age, Colour Colour, bool IsHungry);
