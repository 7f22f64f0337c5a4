using System.Text.Json;
using AdaptiveProvider.Chat.Tools;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Chat.Tools;

/// <summary>Replies in every format, cut into pieces in every way that matters: the same contents come out.</summary>
public sealed class ToolCallReaderTests
{
    private static readonly Dictionary<string, ToolCallFormat> Formats = new[]
    {
        ToolCallFormat.Hermes, ToolCallFormat.Llama3, ToolCallFormat.Mistral, ToolCallFormat.MistralArguments, ToolCallFormat.Plain,
    }.ToDictionary(format => format.Name);

    /// <summary>Format, reply, and what is to be read: texts as they are, calls as name(arguments), malformed ones as !name.</summary>
    public static TheoryData<string, string, string[]> Replies => new()
    {
        { "hermes", "Just text.", ["Just text."] },
        { "hermes", "  spaced\n", ["  spaced\n"] },
        { "hermes", "a < b and <tool> are text", ["a < b and <tool> are text"] },
        { "hermes", """<tool_call>{"name": "f", "arguments": {"x": 1}}</tool_call>""", ["""f({"x":1})"""] },
        { "hermes", "\n<tool_call>\n{\"name\": \"f\", \"arguments\": {\"x\": 1}}\n</tool_call>\n", ["""f({"x":1})"""] },
        { "hermes", "Let me look.<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>", ["Let me look.", "f({})"] },
        {
            "hermes", "<tool_call>{\"name\": \"f\", \"arguments\": {\"x\": 1}}</tool_call>\n<tool_call>{\"name\": \"g\", \"arguments\": {\"y\": [1, {\"z\": \"}\"}]}}</tool_call>",
            ["""f({"x":1})""", """g({"y":[1, {"z": "}"}]})"""]
        },
        { "hermes", "<tool_call>{\"name\": \"f\", \"arguments\": {}}\n{\"name\": \"g\", \"arguments\": {}}</tool_call>", ["f({})", "g({})"] },
        { "hermes", """<tool_call>{"name": "f", "arguments": {"s": "a \" </tool_call> \\"}}</tool_call>""", ["""f({"s":"a \u0022 </tool_call> \\"})"""] },
        { "hermes", """<tool_call>{"name": "f", "arguments": {"x": 1}}}</tool_call>after""", ["""f({"x":1})""", "after"] },
        { "hermes", """<tool_call>{"name": "f"}</tool_call>""", ["f({})"] },
        { "hermes", """<tool_call>{"name": "f", "arguments": "{\"x\": 1}"}</tool_call>""", ["""f({"x":1})"""] },
        { "hermes", """<tool_call>{"name": "f", "arguments": null}</tool_call>""", ["f({})"] },
        { "hermes", """<tool_call>{"name": "f", "parameters": {"x": 1,}}</tool_call>""", ["""f({"x":1})"""] },
        { "hermes", """<tool_call>{"name": "f", "arguments": {"x": 1}}""", ["""f({"x":1})"""] },
        { "hermes", """<tool_call>{"name": "f", "arguments": {"x": }}</tool_call> so""", ["!f", "so"] },
        { "hermes", """<tool_call>{"name": "f", "arguments": [1]}</tool_call>""", ["!f"] },
        { "hermes", "<tool_call>f(1)</tool_call> so", ["!", "so"] },
        { "hermes", "<tool_call>{\"name\": \"f\", \"arguments\": {\"x\": \"unclosed}}</tool_call> so<tool_call>{\"name\": \"g\"}</tool_call>", ["!f", "so", "g({})"] },
        { "hermes", """<tool_call>{"name": "f", "argum""", ["!f"] },
        { "hermes", "a<tool_ca", ["a<tool_ca"] },
        { "plain", """<tool_call>{"name": "f", "arguments": {"x": 1}}</tool_call>""", ["""f({"x":1})"""] },
        { "llama3", """{"name": "f", "parameters": {"x": "1"}}""", ["""f({"x":"1"})"""] },
        { "llama3", """<|python_tag|>{"name": "f", "parameters": {}}""", ["f({})"] },
        { "llama3", """{"name": "f", "parameters": {}}; {"name": "g", "parameters": {}}""", ["f({})", "g({})"] },
        { "llama3", """{"name": "Ann", "age": 3} is JSON.""", ["""{"name": "Ann", "age": 3} is JSON."""] },
        { "llama3", "{unfinished", ["{unfinished"] },
        { "llama3", """Here: {"name": "f", "parameters": {}}""", ["""Here: {"name": "f", "parameters": {}}"""] },
        { "mistral", """[TOOL_CALLS] [{"name": "f", "arguments": {"x": 1}}, {"name": "g", "arguments": {}}]""", ["""f({"x":1})""", "g({})"] },
        { "mistral", """[TOOL_CALLS][{"name": "f", "arguments": {"x": 1}""", ["!f"] },
        { "mistral", "[1] is a list", ["[1] is a list"] },
        { "mistral-args", """[TOOL_CALLS]f[ARGS]{"x": 1}[TOOL_CALLS]g[CALL_ID]abc[ARGS]{}""", ["""f({"x":1})""", "g({})"] },
        { "mistral-args", """Hm.[TOOL_CALLS]f[ARGS]{"x": }""", ["Hm.", "!f"] },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void Append_HoweverTheReplyIsCut_TheSameIsRead(string format, string reply, string[] expected)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            int longest = seed switch { 0 => 1, 1 => reply.Length, _ => 12 };
            Assert.True(expected.SequenceEqual(Read(format, reply, longest, seed)), $"seed {seed}: {string.Join(" | ", Read(format, reply, longest, seed))}");
        }
    }

    [Fact]
    public void Append_Text_PassesAtOnceButForWhatMayBeAMark()
    {
        var reader = Reader("hermes");

        Assert.Equal("Hello ", Text(reader.Append("Hello ")));
        Assert.Equal("you", Text(reader.Append("you<tool")));
        Assert.Equal("<tools>", Text(reader.Append("s>")));
    }

    [Fact]
    public void Append_OnlyOneCallAllowed_IsDoneAfterIt()
    {
        var reader = new ToolCallReader(ToolCallFormat.Mistral, new HashSet<string>(), allowsSeveral: false);

        var contents = reader.Append("""[TOOL_CALLS][{"name": "f"}, {"name": "g"}] and text""");

        Assert.Equal("f", Assert.IsType<FunctionCallContent>(Assert.Single(contents)).Name);
        Assert.True(reader.IsDone);
        Assert.Empty(reader.Append("more"));
        Assert.Empty(reader.Flush());
    }

    [Theory]
    [InlineData("hermes", null)]
    [InlineData("mistral", 9)]
    public void Append_Ids_AreUniqueAndOfTheFormatsLength(string format, int? length)
    {
        var contents = Reader(format).Append(format == "mistral" ? """[TOOL_CALLS][{"name": "f"}, {"name": "f"}]""" : """<tool_call>{"name": "f"}</tool_call><tool_call>{"name": "f"}</tool_call>""");

        string[] ids = [.. contents.Cast<FunctionCallContent>().Select(call => call.CallId)];
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(length is null || (id.Length == length && id.All(char.IsAsciiLetterOrDigit)), id));
    }

    [Fact]
    public void Append_MalformedCall_KeepsRawTextAndException()
    {
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(Reader("hermes").Append("""<tool_call>{"name": "f", "arguments": {"x": }}</tool_call>""")));

        Assert.IsAssignableFrom<JsonException>(call.Exception);
        Assert.Equal("""{"name": "f", "arguments": {"x": }}""", call.AdditionalProperties![AdaptiveReportKeys.RawCall]);
    }

    private static string[] Read(string format, string reply, int longest, int seed)
    {
        var random = new Random(seed);
        var reader = Reader(format);
        var contents = new List<AIContent>();
        for (int start = 0, length; start < reply.Length; start += length)
        {
            length = Math.Min(longest == 12 ? random.Next(1, 13) : longest, reply.Length - start);
            contents.AddRange(reader.Append(reply.Substring(start, length)));
        }

        contents.AddRange(reader.Flush());
        return [.. Join(contents)];
    }

    private static IEnumerable<string> Join(List<AIContent> contents)
    {
        string text = "";
        foreach (var content in contents)
        {
            if (content is FunctionCallContent call)
            {
                if (text.Length > 0)
                {
                    yield return text;
                }

                text = "";
                yield return call.Exception is null ? $"{call.Name}({{{string.Join(',', call.Arguments!.Select(argument => $"\"{argument.Key}\":{Raw(argument.Value)}"))}}})" : $"!{call.Name}";
            }
            else
            {
                text += ((TextContent)content).Text;
            }
        }

        if (text.Length > 0)
        {
            yield return text;
        }
    }

    private static string Raw(object? value) => value is JsonElement { ValueKind: JsonValueKind.String } text ? JsonSerializer.Serialize(text.GetString()).Replace("\\u003C", "<").Replace("\\u003E", ">") : ((JsonElement)value!).GetRawText();

    private static string Text(IEnumerable<AIContent> contents) => string.Concat(contents.Cast<TextContent>().Select(content => content.Text));

    private static ToolCallReader Reader(string format) => new(Formats[format], new HashSet<string> { "f", "g" }, allowsSeveral: true);
}
