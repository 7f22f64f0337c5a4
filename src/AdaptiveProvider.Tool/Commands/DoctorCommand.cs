using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Tool.Inspection;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Torch;
using AdaptiveProvider.Torch.Native;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>doctor</c>: what this machine offers, what is found and what is missing.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private readonly Option<string?> _model = ModelArguments.FolderOption();
    private readonly Option<int?> _threads = ModelArguments.ThreadsOption();

    public DoctorCommand(TerminalStreams terminal)
        : base("doctor", "Check this machine and, with --model, a model folder.", terminal)
    {
        Add(_model);
        Add(_threads);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        int threads = ModelArguments.Positive(arguments.GetValue(_threads), "--threads") ?? Environment.ProcessorCount;
        string? folder = arguments.GetValue(_model);
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: there is no such folder.");
        }

        var parts = folder is null ? null : FolderParts.Of(folder);
        double bandwidth = CpuMachine.MeasureBandwidth(threads);
        if (WantsJson(arguments))
        {
            WriteJson(threads, bandwidth, parts);
        }
        else
        {
            WriteTable(threads, bandwidth, parts);
        }

        return Task.FromResult(parts?.All.Any(part => part.Problem is not null) == true ? ExitCode.Failure : ExitCode.Success);
    }

    private void WriteJson(int threads, double bandwidth, FolderParts? parts) => JsonOutput.WriteObject(Terminal, json =>
    {
        json.WriteString("version", ProcessorFacts.Version);
        json.WriteString("system", RuntimeInformation.OSDescription);
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteString("processor", ProcessorFacts.Name());
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        WriteTexts("features", ProcessorFacts.Features());
        json.WriteString("kernels", CpuMachine.Instructions);
        json.WriteNumber("cores", Environment.ProcessorCount);
        json.WriteNumber("threads", threads);
        json.WriteNumber("memory_bytes", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        json.WriteNumber("bandwidth_bytes_per_second", Math.Round(bandwidth));
        WriteTorch(json, TorchRuntime.Report());
        if (parts is not null)
        {
            json.WriteStartObject("model");
            WriteTexts("found", from part in parts.All where part.Found select part.Name);
            WriteTexts("missing", from part in parts.All where !part.Found select part.Name);
            WriteTexts("problems", from part in parts.All where part.Problem is not null select part.Problem);
            json.WriteEndObject();
        }

        void WriteTexts(string name, IEnumerable<string> texts) => WriteList(json, name, texts);
    });

    private static void WriteTorch(Utf8JsonWriter json, TorchRuntimeReport report)
    {
        json.WriteStartObject("torch");
        json.WriteBoolean("loaded", report.IsLoaded);
        json.WriteString("folder", report.Folder);
        json.WriteString("version", report.Version);
        WriteList(json, "devices", report.Devices);
        WriteList(json, "warnings", report.Warnings);
        WriteList(json, "tried", report.Tried);
        json.WriteString("problem", report.Problem);
        json.WriteString("remedy", report.Remedy);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private void WriteTable(int threads, double bandwidth, FolderParts? parts)
    {
        var facts = new Grid().AddColumn().AddColumn();
        Fact("Version", ProcessorFacts.Version);
        Fact("System", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        Fact("Processor", $"{ProcessorFacts.Name()}, {RuntimeInformation.ProcessArchitecture}");
        Fact("Features", string.Join(", ", ProcessorFacts.Features()));
        Fact("Kernels", CpuMachine.Instructions);
        Fact("Cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        Fact("Memory", ByteCount.Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        Fact("Memory bandwidth", string.Create(CultureInfo.InvariantCulture, $"{bandwidth / 1e9:F1} GB/s with {threads} threads"));
        foreach (var part in parts?.All ?? [])
        {
            Fact(part.Problem is not null ? "Unusable" : part.Found ? "Found" : "Missing", Failure.OneLine(part.Problem ?? part.Name));
        }

        if (parts is null)
        {
            Fact("Model", "not checked; pass --model DIR");
        }

        foreach (var (name, value) in TorchFacts.Of(TorchRuntime.Report()))
        {
            Fact(name, value);
        }

        Terminal.OutputConsole().Write(facts);

        void Fact(string name, string value) => facts.AddRow(Markup.Escape(name), Markup.Escape(value));
    }
}
