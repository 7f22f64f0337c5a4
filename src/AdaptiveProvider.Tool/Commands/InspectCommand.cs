using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Models;
using AdaptiveProvider.Tool.Inspection;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>inspect</c>: what a model folder holds and what it would cost to load.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly Option<string?> _model = ModelArguments.FolderOption();

    public InspectCommand(TerminalStreams terminal)
        : base("inspect", "Show a model's architecture, stages, exits, parameters and memory.", terminal)
        => Add(_model);

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string path = ModelArguments.FolderOrDefault(arguments, _model);
        using var folder = ModelFolder.Open(path);
        var parts = FolderParts.Of(path);
        if (WantsJson(arguments))
        {
            WriteJson(folder, parts);
        }
        else
        {
            WriteTables(folder, parts);
        }

        return Task.FromResult(ExitCode.Success);
    }

    private void WriteJson(ModelFolder folder, FolderParts parts) => JsonOutput.WriteObject(Terminal, json =>
    {
        var (spec, weights) = (folder.Spec, folder.Weights);
        json.WriteString("architecture", spec.Architecture);
        json.WriteNumber("parameters", weights.ParameterCount);
        json.WriteNumber("layers", spec.Layout.LayerDepth);
        json.WriteNumber("hidden_size", spec.HiddenSize);
        json.WriteNumber("intermediate_size", spec.IntermediateSize);
        json.WriteNumber("heads", spec.HeadCount);
        json.WriteNumber("kv_heads", spec.KvHeadCount);
        json.WriteNumber("head_dim", spec.HeadDim);
        json.WriteNumber("vocabulary", spec.VocabularySize);
        json.WriteNumber("context", spec.ContextLength);
        json.WriteBoolean("tied_head", spec.TiedHead);
        json.WriteString("stored_type", folder.StoredType);
        json.WriteStartArray("stages");
        foreach (var stage in spec.Layout.Stages)
        {
            json.WriteStartObject();
            json.WriteNumber("first_layer", stage.FirstLayer);
            json.WriteNumber("layers", stage.LayerCount);
            json.WriteNumber("loops", stage.Loops);
            json.WriteString("kv", stage.KvPolicy.ToString());
            json.WriteString("exit", stage.Exit.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumbers("exits", ModelCapabilities.ExitLayersOf(spec.Layout));
        json.WriteStartObject("memory_bytes");
        foreach (var precision in Enum.GetValues<Precision>())
        {
            json.WriteNumber(PrecisionNames.Of(precision), MemoryEstimate.WeightBytes(weights, precision));
        }

        json.WriteEndObject();
        json.WriteStartObject("kv_bytes_per_token");
        json.WriteNumber("f32", MemoryEstimate.CacheBytesPerToken(spec, sizeof(float)));
        json.WriteNumber("bf16", MemoryEstimate.CacheBytesPerToken(spec, sizeof(ushort)));
        json.WriteEndObject();
        json.WriteNumbers("eos_tokens", folder.GenerationDefaults.EosTokens);
        json.WriteBoolean("tokenizer", IsUsable(parts.Tokenizer));
        json.WriteBoolean("chat_template", IsUsable(parts.ChatTemplate));
    });

    private void WriteTables(ModelFolder folder, FolderParts parts)
    {
        var (spec, weights) = (folder.Spec, folder.Weights);
        var facts = new Grid().AddColumn().AddColumn();
        Fact("Architecture", spec.Architecture);
        Fact("Parameters", Text($"{weights.ParameterCount:N0}"));
        Fact("Layers", Text($"{spec.Layout.LayerDepth} of width {spec.HiddenSize}, feed-forward {spec.IntermediateSize}"));
        Fact("Attention", Text($"{spec.HeadCount} heads, {spec.KvHeadCount} for keys and values, {spec.HeadDim} wide"));
        Fact("Vocabulary", Text($"{spec.VocabularySize:N0}{(spec.TiedHead ? ", head tied to the embedding" : "")}"));
        Fact("Context", Text($"{spec.ContextLength:N0} tokens"));
        Fact("Exits", Text($"after layers {string.Join(", ", ModelCapabilities.ExitLayersOf(spec.Layout))}"));
        Fact("Memory", string.Join(", ", Enum.GetValues<Precision>().Select(precision => $"{PrecisionNames.Of(precision)} {ByteCount.Of(MemoryEstimate.WeightBytes(weights, precision))}")));
        Fact("Cache per token", $"f32 {ByteCount.Of(MemoryEstimate.CacheBytesPerToken(spec, sizeof(float)))}, bf16 {ByteCount.Of(MemoryEstimate.CacheBytesPerToken(spec, sizeof(ushort)))}");
        Fact("Tokenizer", Words(parts.Tokenizer, "none: prompts must be token ids"));
        Fact("Chat template", Words(parts.ChatTemplate, "none: a base model, completion only"));
        var stages = new Table().AddColumns("Stage", "Layers", "Loops", "Cache", "Exit");
        foreach (var (index, stage) in spec.Layout.Stages.Index())
        {
            stages.AddRow(Text($"{index}"), Text($"{stage.FirstLayer}–{stage.FirstLayer + stage.LayerCount - 1}"), Text($"{stage.Loops}"), stage.KvPolicy.ToString(), stage.Exit.ToString());
        }

        var console = Terminal.OutputConsole();
        console.Write(facts);
        console.Write(stages);

        void Fact(string name, string value) => facts.AddRow(Markup.Escape(name), Markup.Escape(value));
    }

    private static bool IsUsable(FolderPart part) => part is { Found: true, Problem: null };

    private static string Words(FolderPart part, string missing) => part.Problem is { } problem ? $"unusable: {Failure.OneLine(problem)}" : part.Found ? "yes" : missing;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
