using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Tool.Inspection;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
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
        double bandwidth = CpuMachine.MeasureBandwidth(threads);
        string? folder = arguments.GetValue(_model);
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: there is no such folder.");
        }

        var parts = folder is null ? null : FolderParts.Of(folder);
        if (WantsJson(arguments))
        {
            WriteJson(threads, bandwidth, parts);
        }
        else
        {
            WriteTable(threads, bandwidth, parts);
        }

        return Task.FromResult(ExitCode.Success);
    }

    private void WriteJson(int threads, double bandwidth, FolderParts? parts) => JsonOutput.WriteObject(Terminal, json =>
    {
        json.WriteString("version", ProcessorFacts.Version);
        json.WriteString("system", RuntimeInformation.OSDescription);
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteString("processor", ProcessorFacts.Name());
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteStartArray("features");
        foreach (string feature in ProcessorFacts.Features())
        {
            json.WriteStringValue(feature);
        }

        json.WriteEndArray();
        json.WriteString("kernels", CpuMachine.Instructions);
        json.WriteNumber("cores", Environment.ProcessorCount);
        json.WriteNumber("threads", threads);
        json.WriteNumber("memory_bytes", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        json.WriteNumber("bandwidth_bytes_per_second", Math.Round(bandwidth));
        if (parts is not null)
        {
            json.WriteStartObject("model");
            WriteNames("found", parts, found: true);
            WriteNames("missing", parts, found: false);
            json.WriteEndObject();
        }

        void WriteNames(string name, FolderParts parts, bool found)
        {
            json.WriteStartArray(name);
            foreach (var part in parts.Named().Where(part => part.Found == found))
            {
                json.WriteStringValue(part.Name);
            }

            json.WriteEndArray();
        }
    });

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
        foreach (var (name, found) in parts?.Named() ?? [])
        {
            Fact(found ? "Found" : "Missing", name);
        }

        if (parts is null)
        {
            Fact("Model", "not checked; pass --model DIR");
        }

        Terminal.OutputConsole().Write(facts);

        void Fact(string name, string value) => facts.AddRow(Markup.Escape(name), Markup.Escape(value));
    }
}
