using AdaptiveProvider.Server.Errors;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>The names under which the one model is served.</summary>
internal sealed class ServedModels(IReadOnlyList<string> names)
{
    private static readonly (string Suffix, DepthSuffix Meaning)[] Suffixes = [(":fast", DepthSuffix.Fast), (":exact", DepthSuffix.Exact)];

    /// <summary>Every name that can be asked for, with and without suffix.</summary>
    public IEnumerable<string> All => names.Concat(from name in names from entry in Suffixes select name + entry.Suffix);

    /// <summary>The configured names, or the client's own.</summary>
    public static ServedModels Of(IChatClient client, AdaptiveServerOptions options)
        => new(options.ModelNames.Count > 0
            ? [.. options.ModelNames]
            : [client.GetService<ChatClientMetadata>()?.DefaultModelId ?? "default"]);

    /// <summary>The model of a name, whatever its case; without a name it is the first.</summary>
    /// <exception cref="ApiException">404: there is none of this name.</exception>
    public ServedModel Resolve(string? wanted)
    {
        if (string.IsNullOrEmpty(wanted))
        {
            return new ServedModel(names[0], DepthSuffix.None);
        }

        return Find(wanted) ?? throw new ApiException(
            404, "invalid_request_error", "model_not_found", "model", $"The model '{wanted}' is not served here; there are {string.Join(", ", All)}.");
    }

    /// <summary>The model of a name; null where there is none.</summary>
    public ServedModel? Find(string wanted)
    {
        foreach (string name in names)
        {
            if (Same(wanted, name))
            {
                return new ServedModel(name, DepthSuffix.None);
            }

            foreach (var (suffix, meaning) in Suffixes)
            {
                if (Same(wanted, name + suffix))
                {
                    return new ServedModel(name, meaning);
                }
            }
        }

        return null;
    }

    private static bool Same(string wanted, string name) => string.Equals(wanted, name, StringComparison.OrdinalIgnoreCase);
}
