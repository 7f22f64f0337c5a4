using System.Text.Json;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>A value in an untrusted JSON file that knows where it stands, so that every complaint names the place.</summary>
internal readonly struct JsonField
{
    private readonly string _file;
    private readonly JsonElement _value;

    public JsonField(string file, string path, JsonElement value) => (_file, Path, _value) = (file, path, value);

    public string Path { get; }

    public JsonValueKind Kind => _value.ValueKind;

    public string TypeName => this["type"].AsString();

    /// <summary>The member, which must be present and not null.</summary>
    public JsonField this[string name] => Find(name) ?? throw new ModelFormatException(_file, PathOf(name), "is missing.");

    public ModelFormatException Fault(string problem) => new(_file, Path, problem);

    /// <summary>Refuses a component by the name of its type and says which types there are.</summary>
    public ModelFormatException Unsupported(string kind, string supported)
        => new(_file, PathOf("type"), $"{kind} \"{TypeName}\" is not supported; supported are {supported}.");

    /// <summary>The member, or null when it is absent or null.</summary>
    public JsonField? Find(string name)
    {
        if (Kind != JsonValueKind.Object)
        {
            throw Fault($"an object is expected, not {Kind}.");
        }

        return _value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? new JsonField(_file, PathOf(name), member)
            : null;
    }

    public string AsString()
        => Kind == JsonValueKind.String ? _value.GetString()! : throw Fault($"a string is expected, not {Kind}.");

    public bool IsZero => Kind == JsonValueKind.Number && _value.TryGetDouble(out var number) && number == 0;

    public int AsInt32()
        => Kind == JsonValueKind.Number && _value.TryGetInt32(out var number) && number >= 0
            ? number
            : throw Fault("a whole number from 0 to 2147483647 is expected.");

    public bool AsBoolean() => Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault($"true or false is expected, not {Kind}."),
    };

    public string? FindString(string name) => Find(name)?.AsString();

    public bool FindBoolean(string name, bool otherwise) => Find(name)?.AsBoolean() ?? otherwise;

    public int ItemCount => Kind == JsonValueKind.Array ? _value.GetArrayLength() : throw Fault($"a list is expected, not {Kind}.");

    public IEnumerable<JsonField> Items()
    {
        if (Kind != JsonValueKind.Array)
        {
            throw Fault($"a list is expected, not {Kind}.");
        }

        var index = 0;
        foreach (var item in _value.EnumerateArray())
        {
            yield return new JsonField(_file, $"{Path}[{index++}]", item);
        }
    }

    public IEnumerable<(string Name, JsonField Value)> Members()
    {
        if (Kind != JsonValueKind.Object)
        {
            throw Fault($"an object is expected, not {Kind}.");
        }

        foreach (var member in _value.EnumerateObject())
        {
            yield return (member.Name, new JsonField(_file, PathOf(member.Name), member.Value));
        }
    }

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
