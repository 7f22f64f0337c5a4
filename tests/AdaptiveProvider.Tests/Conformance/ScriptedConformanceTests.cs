using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Conformance;

/// <summary>The scenarios over a model that decides as a capable one would.</summary>
public sealed class ScriptedConformanceTests : ChatClientConformance, IAsyncDisposable
{
    private readonly AdaptiveModel _model = ScriptedChat.Replying(Reply);
    private readonly AdaptiveChatClient _client;

    public ScriptedConformanceTests() => _client = new AdaptiveChatClient(_model);

    protected override IChatClient Client => _client;

    protected override bool Decides => true;

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _model.DisposeAsync();
    }

    private static string Reply(string prompt)
    {
        string turn = prompt.Split("user\n")[^1];
        if (turn.Contains("<tool_response>", StringComparison.Ordinal))
        {
            return prompt.Contains("give me a Lamp", StringComparison.Ordinal) ? Value(turn + "Lamp.") : $"It says {turn.Split('>')[1].Split('<')[0]}.";
        }

        foreach (var (name, arguments) in Calls)
        {
            if (turn.Contains($"Use {name}", StringComparison.Ordinal))
            {
                return Call(name, arguments);
            }
        }

        return prompt.Contains("Give me a ", StringComparison.Ordinal) ? Value(prompt[prompt.IndexOf("Give me a ", StringComparison.Ordinal)..])
            : prompt.Contains("\"name\":\"one\"", StringComparison.Ordinal) ? RequiredCall("two")
            : prompt.Contains("\"name\":\"a\"", StringComparison.Ordinal) ? RequiredCall("b", """{"flag": true}""")
            : prompt.Contains("Reply with one JSON object", StringComparison.Ordinal) ? """{"a": 1}"""
            : turn.Contains("story", StringComparison.Ordinal) ? string.Concat(Enumerable.Repeat("Once there was a cat. ", 20))
            : "It is Paris, of course.";
    }

    private static readonly (string Name, string Arguments)[] Calls =
    [
        ("get_secret", "{}"),
        ("get_forecast", """{"sky": "Cloudy", "days": 3}"""),
        ("get_volume", "{}"),
        ("book_trip", """{"trip": {"stop": {"sky": "Clear"}, "days": 2}}"""),
        ("set_lamps", """{"lamps": [true, false]}"""),
    ];

    private static string Call(string name, string arguments) => $$"""<tool_call>{"name": "{{name}}", "arguments":{{arguments}}}</tool_call>""";

    // What a forced call looks like: it ends with its JSON.
    private static string RequiredCall(string name, string arguments = "{}") => Call(name, arguments).Replace("</tool_call>", "", StringComparison.Ordinal);

    private static string Value(string turn) => turn switch
    {
        _ when turn.Contains("Lamp.", StringComparison.Ordinal) => """{"sky": "Cloudy", "isOn": true}""",
        _ when turn.Contains("Int32[]", StringComparison.Ordinal) => """{"data": [1, 2, 3]}""",
        _ when turn.Contains("Sky", StringComparison.Ordinal) => """{"data": "Cloudy"}""",
        _ when turn.Contains("Int64", StringComparison.Ordinal) => """{"data": 42}""",
        _ when turn.Contains("String", StringComparison.Ordinal) => """{"data": "text"}""",
        _ when turn.Contains("True", StringComparison.Ordinal) => """{"data": true}""",
        _ when turn.Contains("False", StringComparison.Ordinal) => """{"data": false}""",
        _ => throw new ArgumentException($"The script knows no answer to {turn}."),
    };
}
