using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>A function that the caller runs: the model sees its name, purpose and schema.</summary>
internal sealed class DeclaredFunction(string name, string description, JsonElement schema, bool? isStrict) : AIFunctionDeclaration
{
    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => schema;

    /// <summary>Whether arguments must follow the schema exactly, under the key that OpenAI's client reads.</summary>
    public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = isStrict is { } strict ? new Dictionary<string, object?> { ["strict"] = strict } : [];
}
