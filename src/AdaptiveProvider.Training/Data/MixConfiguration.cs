using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdaptiveProvider.Training.Data;

/// <summary>How training draws from the sources of a corpus. A source belongs to the first entry that names it; one that none names is not drawn from.</summary>
public sealed record MixConfiguration
{
    private const double WeightMax = 1_000_000;

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Creates a mix.</summary>
    /// <exception cref="CorpusException">There is no entry, a name is blank or comes twice, or a weight is out of its range.</exception>
    [JsonConstructor]
    public MixConfiguration(ImmutableArray<MixEntry> entries)
    {
        Entries = entries.IsDefault ? [] : entries;
        Check();
    }

    /// <summary>The groups of sources.</summary>
    public ImmutableArray<MixEntry> Entries { get; }

    /// <summary>A mix of named weights.</summary>
    public static MixConfiguration Of(params IEnumerable<(string Name, double Weight)> entries)
        => new([.. entries.Select(entry => new MixEntry(entry.Name, entry.Weight))]);

    /// <summary>A mix of all sources of a store by their size.</summary>
    public static MixConfiguration Proportional(TokenStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        var tokens = new long[store.Sources.Length];
        for (var document = 0; document < store.DocumentCount; document++)
        {
            tokens[store.SourceOf(document)] += store.IsHeldOut(document) ? 0 : store.LengthOf(document);
        }

        var most = Math.Max(1, tokens.Max());
        return Of(store.Sources.Zip(tokens).Where(pair => pair.Second > 0).Select(pair => (pair.First, (double)pair.Second / most)));
    }

    /// <summary>Reads a file of the form <c>{"entries": [{"name": "chat", "weight": 0.5}, …]}</c>.</summary>
    /// <exception cref="CorpusException">The file cannot be read, is malformed, or holds values out of range.</exception>
    public static MixConfiguration Load(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        try
        {
            return JsonSerializer.Deserialize<MixConfiguration>(File.ReadAllBytes(file), Format)
                ?? throw new CorpusException(file, null, "holds null; an object with \"entries\" is expected.");
        }
        catch (JsonException e)
        {
            throw new CorpusException(file, e.LineNumber + 1, $"is not a mix: {e.Message}", e);
        }
        catch (CorpusException e) when (e.File is null)
        {
            throw new CorpusException(file, null, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(file, null, $"cannot be read: {e.Message}", e);
        }
    }

    private void Check()
    {
        if (Entries.Length == 0)
        {
            throw new CorpusException("The mix has no entries. Name at least one source and its weight.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            if (entry is null || string.IsNullOrWhiteSpace(entry.Name))
            {
                throw new CorpusException("An entry of the mix names no source.");
            }

            if (!(entry.Weight is > 0 and <= WeightMax))
            {
                throw new CorpusException($"The weight of \"{entry.Name}\" is {entry.Weight}; above 0 and at most {WeightMax} is expected. Leave a source out to draw nothing from it.");
            }

            if (!names.Add(entry.Name))
            {
                throw new CorpusException($"The mix names \"{entry.Name}\" twice.");
            }
        }
    }
}
