using System.Xml.Linq;
using AdaptiveProvider.Testing.Repository;

namespace AdaptiveProvider.Architecture.Tests;

/// <summary>Engine ◀ Models ◀ {Cpu, Torch} ◀ AdaptiveProvider ◀ {Hosting ◀ SemanticKernel, Server, Tool}; Training → Torch, Models; Tool → Training. Nothing points back.</summary>
public sealed class DependencyTests
{
    /// <summary>Everything a project may reach through project references, itself excluded.</summary>
    private static readonly Dictionary<string, string[]> AllowedReach = new()
    {
        ["AdaptiveProvider.Engine"] = [],
        ["AdaptiveProvider.Models"] = ["AdaptiveProvider.Engine"],
        ["AdaptiveProvider.Cpu"] = ["AdaptiveProvider.Engine", "AdaptiveProvider.Models"],
        ["AdaptiveProvider.DefaultModel"] = [],
        ["AdaptiveProvider.Torch"] = ["AdaptiveProvider.Engine", "AdaptiveProvider.Models"],
        ["AdaptiveProvider.Training"] = ["AdaptiveProvider.Engine", "AdaptiveProvider.Models", "AdaptiveProvider.Torch"],
        ["AdaptiveProvider"] = ["AdaptiveProvider.Engine", "AdaptiveProvider.Models", "AdaptiveProvider.Cpu"],
        ["AdaptiveProvider.Hosting"] = ["AdaptiveProvider.Engine", "AdaptiveProvider.Models", "AdaptiveProvider.Cpu", "AdaptiveProvider"],
        ["AdaptiveProvider.SemanticKernel"] = ["AdaptiveProvider.Engine", "AdaptiveProvider.Models", "AdaptiveProvider.Cpu", "AdaptiveProvider", "AdaptiveProvider.Hosting"],
        ["AdaptiveProvider.Evaluation"] = ["AdaptiveProvider.Engine", "AdaptiveProvider.Models", "AdaptiveProvider.Cpu", "AdaptiveProvider"],
        ["AdaptiveProvider.Server"] = ["AdaptiveProvider.Engine", "AdaptiveProvider.Models", "AdaptiveProvider.Cpu", "AdaptiveProvider"],
        ["AdaptiveProvider.Tool"] =
        [
            "AdaptiveProvider.Engine", "AdaptiveProvider.Models", "AdaptiveProvider.Cpu", "AdaptiveProvider.Torch", "AdaptiveProvider.Training", "AdaptiveProvider", "AdaptiveProvider.DefaultModel",
            "AdaptiveProvider.Server",
        ],
    };

    /// <summary>The packages of the projects that other people's applications load. The command line may use what it likes.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["AdaptiveProvider.Engine"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["AdaptiveProvider.Models"] = ["Microsoft.ML.Tokenizers"],
        ["AdaptiveProvider.Cpu"] = [],
        ["AdaptiveProvider"] = ["Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.Logging.Abstractions"],
        ["AdaptiveProvider.Hosting"] =
        [
            "Microsoft.Extensions.AI", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions",
        ],
        ["AdaptiveProvider.SemanticKernel"] = ["Microsoft.SemanticKernel.Abstractions"],
        ["AdaptiveProvider.Evaluation"] = ["Microsoft.Extensions.AI.Evaluation"],
        ["AdaptiveProvider.Server"] = [],
    };

    private static readonly string[] TestPackages = ["Moq", "xunit", "Microsoft.NET.Test.Sdk", "AdaptiveProvider.Testing"];

    public static TheoryData<string> Projects => new(SourceProjects().Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Reach_EveryProject_PointsOnlyInward(string project)
    {
        Assert.True(AllowedReach.ContainsKey(project), $"{project} is new: state here what it may depend on.");

        var projects = SourceProjects();
        var reached = new HashSet<string>();
        Collect(project);

        Assert.Subset(AllowedReach[project].ToHashSet(), reached);

        void Collect(string name)
        {
            foreach (string reference in References(projects[name], "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))))
            {
                Assert.True(projects.ContainsKey(reference), $"{name} references {reference}, which is not under src.");
                if (reached.Add(reference))
                {
                    Collect(reference);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Packages_EveryRuntimeProject_OnlyTheOnesAgreedOn(string project)
    {
        string[] packages = [.. References(SourceProjects()[project], "PackageReference")];

        Assert.DoesNotContain(packages, package => TestPackages.Any(package.StartsWith));
        if (AllowedPackages.TryGetValue(project, out string[]? allowed))
        {
            Assert.Subset(allowed.ToHashSet(), packages.ToHashSet());
        }
    }

    [Fact]
    public void LoadedAssemblies_EngineAndModels_KnowNoTensorLibrary()
    {
        var referenced = new[] { typeof(Engine.InferenceEngine), typeof(Models.ModelFormatException) }
            .SelectMany(type => type.Assembly.GetReferencedAssemblies())
            .Select(name => name.Name!);

        Assert.DoesNotContain(referenced, name => name.StartsWith("TorchSharp", StringComparison.Ordinal));
    }

    [Fact]
    public void TopLevel_Folders_AreTheAgreedOnes()
    {
        string[] allowed = ["src", "samples", "tests", "docs", "artifacts", "checkpoints-local", "TestResults"];

        var folders = Directory.GetDirectories(SourceTree.Root).Select(Path.GetFileName).Where(name => !name!.StartsWith('.'));

        Assert.Subset(allowed.ToHashSet(), folders.ToHashSet()!);
    }

    private static Dictionary<string, string> SourceProjects()
        => Directory.GetFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(path => Path.GetFileNameWithoutExtension(path));

    private static IEnumerable<string> References(string project, string element)
        => XDocument.Load(project).Descendants(element).Select(reference => reference.Attribute("Include")!.Value);
}
