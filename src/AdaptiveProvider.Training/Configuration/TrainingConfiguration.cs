using System.Text.Json;
using System.Text.Json.Serialization;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Optimization;

namespace AdaptiveProvider.Training.Configuration;

/// <summary>Everything that decides a training run's result, as one JSON file.</summary>
public sealed record TrainingConfiguration
{
    private const double LearningRateMax = 1000; // far above any that learns

    /// <summary>The shape of the model.</summary>
    public required ArchitectureConfiguration Architecture { get; init; }

    /// <summary>Weights, order of data and routing draws follow from it.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Tokens per row.</summary>
    public int SequenceLength { get; init; } = 256;

    /// <summary>Rows per batch.</summary>
    public int BatchRows { get; init; } = 16;

    /// <summary>Batches whose gradients make one step.</summary>
    public int BatchesPerStep { get; init; } = 4;

    /// <summary>Steps of the run.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps of linear warm-up.</summary>
    public long WarmUpSteps { get; init; } = 100;

    /// <summary>Share of the steps in which the rate falls to zero.</summary>
    public double DecayFraction { get; init; } = 0.2;

    /// <summary>The constant learning rate.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Largest common norm of the gradients.</summary>
    public double GradientNormMax { get; init; } = 1;

    /// <summary>The optimiser.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>bf16, f16 or f32: what products are computed in. Weights, moments, norms, routers and losses stay in single precision.</summary>
    public string ComputeType { get; init; } = "bf16";

    /// <summary>Losses before full depth.</summary>
    public ExitLossConfiguration ExitLoss { get; init; } = new();

    /// <summary>The model that this one learns from besides the data; null without one.</summary>
    public TeacherConfiguration? Teacher { get; init; }

    /// <summary>Shallow states that learn from deep ones.</summary>
    public HiddenDistillationConfiguration HiddenDistillation { get; init; } = new();

    /// <summary>Layers that sequences do without.</summary>
    public LayerDropoutConfiguration LayerDropout { get; init; } = new();

    /// <summary>Weight of the routers' selection loss with fixed capacities.</summary>
    public double RouterLossCoefficient { get; init; } = 0.001;

    /// <summary>The routers' other losses.</summary>
    public RouterLossConfiguration RouterLoss { get; init; } = new();

    /// <summary>Steps in which capacities shrink from 1 to their value (cosine); 0 for at once.</summary>
    public long CapacityWarmUpSteps { get; init; }

    /// <summary>How capacities are drawn when the router is elastic.</summary>
    public ElasticConfiguration Elastic { get; init; } = new();

    /// <summary>Loss on the assistant's words only: chat tuning.</summary>
    public bool AssistantOnly { get; init; }

    /// <summary>JSON as this configuration is read and written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Reads a configuration file.</summary>
    /// <exception cref="TrainingException">It cannot be read, or a value is wrong; the message names it.</exception>
    public static TrainingConfiguration Read(string path)
    {
        try
        {
            var configuration = JsonSerializer.Deserialize<TrainingConfiguration>(File.ReadAllText(path), Json)
                ?? throw new TrainingException($"{path} holds no configuration.");
            configuration.Validate();
            return configuration;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"The training configuration {path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Checks every range.</summary>
    /// <exception cref="TrainingException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Architecture.Validate();
        Rule.Holds(SequenceLength >= 2 && SequenceLength <= Architecture.ContextLength, nameof(SequenceLength), $"must be from 2 to the context of {Architecture.ContextLength}");
        Rule.Holds(BatchRows > 0, nameof(BatchRows), "must be positive");
        Rule.Holds(BatchesPerStep > 0, nameof(BatchesPerStep), "must be positive");
        Rule.Holds(Steps > 0, nameof(Steps), "must be positive");
        Rule.Holds(WarmUpSteps >= 0, nameof(WarmUpSteps), "must not be negative");
        Rule.Holds(CapacityWarmUpSteps >= 0, nameof(CapacityWarmUpSteps), "must not be negative");
        Rule.Share(DecayFraction, nameof(DecayFraction));
        Rule.Holds(LearningRate is > 0 and <= LearningRateMax, nameof(LearningRate), $"must be above 0 and at most {LearningRateMax}");
        Rule.Holds(GradientNormMax > 0, nameof(GradientNormMax), "must be positive");
        Rule.Holds(ComputeType is "bf16" or "f16" or "f32", nameof(ComputeType), "must be bf16, f16 or f32");
        Rule.NotNegative(RouterLossCoefficient, nameof(RouterLossCoefficient));
        int exits = new DepthSegments(Architecture).Exits.Length;
        Optimizer.Validate();
        ExitLoss.Validate(exits);
        HiddenDistillation.Validate(exits);
        Teacher?.Validate();
        LayerDropout.Validate(Architecture is { LoopKv: LoopKv.SharedFirst, Loops: > 1 });
        RouterLoss.Validate();
        Elastic.Validate();
    }
}
