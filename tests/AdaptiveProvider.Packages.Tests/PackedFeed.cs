using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using AdaptiveProvider.Testing.Repository;

namespace AdaptiveProvider.Packages.Tests;

/// <summary>A folder with packages as <c>dotnet pack</c> makes them, and applications that take them from there and from the machine's package folder alone.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    /// <summary>Long beyond what a step takes on a crowded machine: it only ends one that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string[] Packed = ["AdaptiveProvider.Engine", "AdaptiveProvider.Models", "AdaptiveProvider.Cpu", "AdaptiveProvider", "AdaptiveProvider.DefaultModel", "AdaptiveProvider.Torch"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adaptive-packages-");

    /// <summary>The packages' ids.</summary>
    public static IReadOnlyList<string> Ids => Packed;

    /// <summary>The one version of all packages.</summary>
    public static string Version => XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>Packs what the tests' build has built.</summary>
    public async Task InitializeAsync()
    {
        foreach (string id in Packed)
        {
            await RunAsync(SourceTree.Root, ["pack", Path.Combine("src", id), "-c", Configuration, "--no-build", "--nologo", "-o", Feed]);
        }
    }

    /// <summary>Deletes the feed and the applications.</summary>
    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Opens a package, or its symbols.</summary>
    public ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.{extension}"));

    /// <summary>Builds an application of one file that references packages; returns the folder of what was built.</summary>
    public async Task<string> BuildAsync(string name, string program, params string[] packages)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName;
        string machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program);
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{Feed}" /><add key="machine" value="{machine}" /></packageSources>
            </configuration>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>$(MSBuildProjectDirectory)/packages</RestorePackagesPath><NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>{string.Concat(packages.Select(package => $"""<PackageReference Include="{package}" Version="{Version}" />"""))}</ItemGroup>
            </Project>
            """);
        await RunAsync(folder, ["build", "-c", "Release", "--nologo", "--disable-build-servers", "-o", "out"]);
        return Path.Combine(folder, "out");
    }

    /// <summary>Runs <c>dotnet</c>; what it wrote, after it has ended with 0.</summary>
    public static async Task<string> RunAsync(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };

        // Nothing of the build that runs the tests may reach the one that they run.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["HF_HUB_OFFLINE"] = "1";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}");
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
