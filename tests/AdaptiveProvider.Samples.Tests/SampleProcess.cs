using System.Diagnostics;
using AdaptiveProvider.Testing.Repository;

namespace AdaptiveProvider.Samples.Tests;

/// <summary>Runs a built sample as a process of its own, as its reader does, with no terminal, no network and no model but its own.</summary>
internal static class SampleProcess
{
    /// <summary>Long beyond what a sample takes on a crowded machine: it only ends one that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>What the sample wrote, after it has ended with 0.</summary>
    public static async Task<string> RunAsync(string sample, string input = "", params string[] arguments)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string program = Path.Combine(SourceTree.Root, "artifacts", "bin", sample, configuration, sample + ".dll");
        Assert.True(File.Exists(program), $"{program} is not built.");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        start.Environment["HF_HUB_OFFLINE"] = "1";

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{sample} ended with {process.ExitCode}:\n{await output}\n{await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
