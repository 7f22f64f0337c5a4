using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Depth;

/// <summary>The policies that there are, and the engine's methods behind them.</summary>
internal static class ExitPolicies
{
    private static readonly (ExitPolicy Policy, DepthMethod Method)[] Known =
    [
        (ExitPolicy.Full, DepthMethod.Full),
        (ExitPolicy.Static, DepthMethod.Static),
        (ExitPolicy.Confidence, DepthMethod.Confidence),
        (ExitPolicy.Synchronized, DepthMethod.Synchronized),
        (ExitPolicy.Router, DepthMethod.Router),
        (ExitPolicy.Lossless, DepthMethod.Lossless),
    ];

    /// <summary>The names, for messages.</summary>
    public static string Listed { get; } = string.Join(", ", Known.Select(entry => entry.Policy.Value));

    /// <summary>The method behind a policy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such policy.</exception>
    public static DepthMethod MethodOf(ExitPolicy policy)
    {
        foreach (var (known, method) in Known)
        {
            if (known == policy)
            {
                return method;
            }
        }

        throw OptionError.OutOfRange(
            AdaptiveOptionKeys.ExitPolicy, policy.Value, $"{AdaptiveOptionKeys.ExitPolicy} '{policy.Value}' is not known; it is one of {Listed}.");
    }

    /// <summary>The policy that a method carries out.</summary>
    public static ExitPolicy Of(DepthMethod method) => Array.Find(Known, entry => entry.Method == method).Policy;
}
