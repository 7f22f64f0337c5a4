using System.Text.Json.Serialization;

namespace AdaptiveProvider.Server.Wire;

/// <summary>The generated serialisers of the wire types.</summary>
[JsonSerializable(typeof(ChatCompletionRequest))]
[JsonSerializable(typeof(TextCompletionRequest))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatChunk))]
[JsonSerializable(typeof(TextCompletion))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(double?[]))]
[JsonSerializable(typeof(TokenLogProbability[]))]
internal sealed partial class WireJsonContext : JsonSerializerContext;
