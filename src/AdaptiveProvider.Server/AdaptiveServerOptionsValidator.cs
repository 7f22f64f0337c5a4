using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Server;

/// <summary>Says what is wrong with <see cref="AdaptiveServerOptions"/>, all of it at once.</summary>
internal sealed class AdaptiveServerOptionsValidator : IValidateOptions<AdaptiveServerOptions>
{
    private const int BodyBytesMin = 1024;

    public ValidateOptionsResult Validate(string? name, AdaptiveServerOptions options)
    {
        (bool Holds, string Rule)[] rules =
        [
            (!options.ApiKeys.Any(string.IsNullOrWhiteSpace), $"{nameof(options.ApiKeys)} must not hold an empty key."),
            (!options.ModelNames.Any(model => string.IsNullOrWhiteSpace(model) || model.Contains(':')), $"{nameof(options.ModelNames)} must hold names without a colon, which begins a depth suffix."),
            (options.MaxBodyBytes >= BodyBytesMin, $"{nameof(options.MaxBodyBytes)} must be at least {BodyBytesMin}; it is {options.MaxBodyBytes}."),
            (options.MaxBufferedBytes >= options.MaxBodyBytes, $"{nameof(options.MaxBufferedBytes)} must be at least {nameof(options.MaxBodyBytes)}; it is {options.MaxBufferedBytes}."),
            (options.MaxConcurrentRequests >= 1, $"{nameof(options.MaxConcurrentRequests)} must be at least 1; it is {options.MaxConcurrentRequests}."),
            (options.MaxChoices >= 1, $"{nameof(options.MaxChoices)} must be at least 1; it is {options.MaxChoices}."),
            (options.MaxConnections >= 1, $"{nameof(options.MaxConnections)} must be at least 1; it is {options.MaxConnections}."),
            (IsTimeout(options.RequestTimeout), $"{nameof(options.RequestTimeout)} must be above zero and at most a day; it is {options.RequestTimeout}."),
            (IsTimeout(options.BodyReadTimeout), $"{nameof(options.BodyReadTimeout)} must be above zero and at most a day; it is {options.BodyReadTimeout}."),
            (options.CorsOrigins.All(IsOrigin), $"{nameof(options.CorsOrigins)} must hold origins such as https://example.org, without a path."),
        ];
        string[] broken = [.. rules.Where(rule => !rule.Holds).Select(rule => rule.Rule)];
        return broken.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }

    private static bool IsTimeout(TimeSpan time) => time > TimeSpan.Zero && time <= TimeSpan.FromDays(1);

    private static bool IsOrigin(string origin)
        => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin;
}
