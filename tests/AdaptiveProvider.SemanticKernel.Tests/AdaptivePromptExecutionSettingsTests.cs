using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;

namespace AdaptiveProvider.SemanticKernel.Tests;

/// <summary>The settings: names, freezing, copies, and what other frameworks have made of them.</summary>
public sealed class AdaptivePromptExecutionSettingsTests
{
    private static readonly PropertyInfo[] Own =
        [.. typeof(AdaptivePromptExecutionSettings).GetProperties().Where(property => property.DeclaringType == typeof(AdaptivePromptExecutionSettings))];

    public static TheoryData<string> OwnProperties => [.. Own.Select(property => property.Name)];

    [Fact]
    public void JsonNames_EveryOptionKey_HasAProperty()
    {
        var keys = typeof(AdaptiveOptionKeys).GetFields().Where(field => field.Name != nameof(AdaptiveOptionKeys.Prefix)).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(keys.Order(), Own.Select(JsonName).Where(name => name.StartsWith(AdaptiveOptionKeys.Prefix, StringComparison.Ordinal)).Order());
    }

    [Theory]
    [MemberData(nameof(OwnProperties))]
    public void Freeze_EveryProperty_RefusesChangesAfterIt(string name)
    {
        var (settings, property) = (Filled(), Property(name));

        settings.Freeze();

        var failure = Assert.Throws<TargetInvocationException>(() => property.SetValue(settings, property.GetValue(settings)));
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Theory]
    [MemberData(nameof(OwnProperties))]
    public void Clone_EveryProperty_IsCopied(string name)
    {
        var (settings, property) = (Filled(), Property(name));
        settings.Freeze();

        var copy = settings.Clone();

        Assert.NotNull(property.GetValue(copy));
        Assert.Equal(property.GetValue(settings), property.GetValue(copy));
        property.SetValue(copy, null);
    }

    [Theory]
    [MemberData(nameof(OwnProperties))]
    public void FromExecutionSettings_EveryProperty_SurvivesTheWayThroughGenericSettings(string name)
    {
        var property = Property(name);
        var generic = JsonSerializer.Deserialize<PromptExecutionSettings>(JsonSerializer.Serialize(Filled()))!;

        var settings = AdaptivePromptExecutionSettings.FromExecutionSettings(generic);

        Assert.Equal(JsonSerializer.Serialize(property.GetValue(Filled())), JsonSerializer.Serialize(property.GetValue(settings)));
    }

    [Fact]
    public void Freeze_StopSequences_CannotGrow()
    {
        var settings = new AdaptivePromptExecutionSettings { StopSequences = ["a"] };

        settings.Freeze();
        settings.Freeze();

        Assert.Throws<NotSupportedException>(() => settings.StopSequences.Add("b"));
    }

    [Fact]
    public void Clone_ListsAndExtensionData_AreItsOwn()
    {
        var settings = new AdaptivePromptExecutionSettings { StopSequences = ["a"], ExtensionData = new Dictionary<string, object> { ["x"] = 1 }, ServiceId = "s", ModelId = "m", FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        var copy = (AdaptivePromptExecutionSettings)settings.Clone();
        copy.StopSequences!.Add("b");
        copy.ExtensionData!["y"] = 2;

        Assert.Single(settings.StopSequences);
        Assert.Single(settings.ExtensionData);
        Assert.Equal(("s", "m"), (copy.ServiceId, copy.ModelId));
        Assert.Same(settings.FunctionChoiceBehavior, copy.FunctionChoiceBehavior);
    }

    [Fact]
    public void FromExecutionSettings_NullOrOwn_GivesNewOnesOrThemselves()
    {
        var own = new AdaptivePromptExecutionSettings();

        Assert.NotNull(AdaptivePromptExecutionSettings.FromExecutionSettings(null));
        Assert.Same(own, AdaptivePromptExecutionSettings.FromExecutionSettings(own));
    }

    [Fact]
    public void FromExecutionSettings_DoublesWordsAndFunctions_AreRead()
    {
        var generic = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
            ExtensionData = new Dictionary<string, object>
            {
                ["top_k"] = 40.0,
                ["temperature"] = "0.5",
                ["max_tokens"] = "12",
                [AdaptiveOptionKeys.MaxLayers] = 6.0,
                [AdaptiveOptionKeys.DepthBudget] = "0.5",
                [AdaptiveOptionKeys.DraftHead] = "false",
            },
        };

        var settings = AdaptivePromptExecutionSettings.FromExecutionSettings(generic);

        Assert.Equal((40, 0.5f, 12), (settings.TopK, settings.Temperature, settings.MaxTokens));
        Assert.Equal((6, 0.5, false), (settings.MaxLayers, settings.DepthBudget, settings.DraftHead));
        Assert.Same(generic.FunctionChoiceBehavior, settings.FunctionChoiceBehavior);
    }

    [Theory]
    [InlineData("top_k", "many")]
    [InlineData("adaptive.draft_head", "perhaps")]
    public void FromExecutionSettings_Nonsense_ThrowsNamingTheKey(string key, string value)
    {
        var generic = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { [key] = value } };

        Assert.Contains(key, Assert.Throws<ArgumentException>(() => AdaptivePromptExecutionSettings.FromExecutionSettings(generic)).Message, StringComparison.Ordinal);
    }

    private static AdaptivePromptExecutionSettings Filled()
    {
        var settings = new AdaptivePromptExecutionSettings();
        foreach (var property in Own)
        {
            property.SetValue(settings, Sample(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
        }

        return settings;
    }

    private static object Sample(Type type) => type switch
    {
        _ when type == typeof(string) || type == typeof(object) => "word",
        _ when type == typeof(bool) => false,
        _ when type == typeof(IList<string>) => new List<string> { "stop" },
        _ => Convert.ChangeType(3, type),
    };

    private static PropertyInfo Property(string name) => Own.Single(property => property.Name == name);

    private static string JsonName(PropertyInfo property) => property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name;
}
