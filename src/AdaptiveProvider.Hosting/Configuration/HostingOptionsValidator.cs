using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Hosting.Configuration;

/// <summary>Refuses options that make no sense, all at once, each by its name.</summary>
internal sealed class HostingOptionsValidator(ModelFolderLocator locator) : IValidateOptions<AdaptiveHostingOptions>
{
    public ValidateOptionsResult Validate(string? name, AdaptiveHostingOptions options)
    {
        string client = ClientRegistration.TitleOf(name);
        string[] failures = [.. FolderFailures(options).Concat(LoadingFailures(options)).Concat(DefaultFailures(options)).Select(failure => $"{failure} (Options of {client}.)")];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> FolderFailures(AdaptiveHostingOptions options)
    {
        string folder = locator.Locate(options.Folder);
        if (!File.Exists(Path.Combine(folder, "config.json")))
        {
            yield return string.IsNullOrWhiteSpace(options.Folder)
                ? $"Folder is not set, and there is no default model in {folder}. Set Folder to a model folder, or reference AdaptiveProvider.DefaultModel."
                : $"Folder is no model folder: {Path.Combine(folder, "config.json")} does not exist.";
        }

        if (options.CalibrationPath is { } calibration && !File.Exists(calibration))
        {
            yield return $"CalibrationPath names a file that does not exist: {calibration}.";
        }
    }

    private static IEnumerable<string> LoadingFailures(AdaptiveHostingOptions options)
    {
        (bool Holds, string Failure)[] rules =
        [
            (!string.IsNullOrWhiteSpace(options.Device), "Device is empty; auto and cpu always work."),
            (options.Precision is not { } precision || Enum.IsDefined(precision), $"Precision {options.Precision} is not known."),
            (options.KeyValuePrecision is not { } keyValues || Enum.IsDefined(keyValues), $"KeyValuePrecision {options.KeyValuePrecision} is not known."),
            (options.Threads is null or >= 1, $"Threads must be at least 1; it is {options.Threads}."),
            (options.MaxConcurrentRequests >= 1, $"MaxConcurrentRequests must be at least 1; it is {options.MaxConcurrentRequests}."),
            (options.ContextTokens is null or >= 1, $"ContextTokens must be at least 1; it is {options.ContextTokens}."),
            (options.QueueCapacity >= 1, $"QueueCapacity must be at least 1; it is {options.QueueCapacity}."),
            (options.DrainTimeout >= TimeSpan.Zero, $"DrainTimeout must not be negative; it is {options.DrainTimeout}."),
            (Enum.IsDefined(options.Startup), $"Startup {options.Startup} is not known."),
        ];
        return from rule in rules where !rule.Holds select rule.Failure;
    }

    private static IEnumerable<string> DefaultFailures(AdaptiveHostingOptions options)
    {
        (bool Holds, string Failure)[] rules =
        [
            (IsShare(options.DefaultDepthBudget), $"DefaultDepthBudget must be above 0 and at most 1; it is {options.DefaultDepthBudget}."),
            (IsShare(options.DefaultMaxDepth), $"DefaultMaxDepth must be above 0 and at most 1; it is {options.DefaultMaxDepth}."),
            (IsShare(options.DefaultMinAgreement), $"DefaultMinAgreement must be above 0 and at most 1; it is {options.DefaultMinAgreement}."),
            (PolicyFailure(options.DefaultExitPolicy) is null, $"DefaultExitPolicy is not one: {PolicyFailure(options.DefaultExitPolicy)}"),
            (options.DefaultTokenLatencyTarget is not { } target || target > TimeSpan.Zero, $"DefaultTokenLatencyTarget must be above zero; it is {options.DefaultTokenLatencyTarget}."),
            (Enum.IsDefined(options.ReasoningEffortBehavior), $"ReasoningEffortBehavior {options.ReasoningEffortBehavior} is not known."),
            (options.EffortDepths.Values.All(share => IsShare(share)), "EffortDepths must be above 0 and at most 1."),
        ];
        return from rule in rules where !rule.Holds select rule.Failure;
    }

    private static string? PolicyFailure(string? policy)
    {
        try
        {
            _ = policy is null ? null : new DepthOptions { ExitPolicy = new ExitPolicy(policy) }.Validated();
            return null;
        }
        catch (ArgumentException failure)
        {
            return failure.Message;
        }
    }

    private static bool IsShare(double? value) => value is null or (> 0 and <= 1);
}
