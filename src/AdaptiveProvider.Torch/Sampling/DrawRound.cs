using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Torch.Transfers;

namespace AdaptiveProvider.Torch.Sampling;

/// <summary>What the device needs to draw the tokens of some rows that are drawn together.</summary>
internal sealed class DrawRound
{
    /// <summary>Rows of <see cref="Settings"/>.</summary>
    public const int SettingCount = 6;

    /// <summary>The rows, in the order of their logits.</summary>
    public required List<RowSampling> Rows { get; init; }

    /// <summary>Greedy or not, temperature, top-k, top-p, log min-p, uniform number: [settings, rows].</summary>
    public Section Settings { get; private set; }

    /// <summary>True when a row is not greedy.</summary>
    public bool IsSampled { get; private set; }

    /// <summary>True when a sampled row has top-k or top-p, so that tokens must be ranked.</summary>
    public bool IsRanked { get; private set; }

    /// <summary>Most raw logits that a row reports.</summary>
    public int TopCount { get; private set; }

    /// <summary>Flat indices [rows * vocabulary] of tokens with a bias; null without.</summary>
    public Section? BiasedTokens { get; private set; }

    /// <summary>What is added to them.</summary>
    public Section? AddedBias { get; private set; }

    /// <summary>Flat indices of tokens with penalties; null without.</summary>
    public Section? SeenTokens { get; private set; }

    /// <summary>Repetition divisor, presence, frequency times occurrences: [3, tokens].</summary>
    public Section? Penalties { get; private set; }

    /// <summary>Rows with a token mask, and the mask's words.</summary>
    public List<(int Row, Section Words)> Masks { get; } = [];

    /// <summary>True when logits are changed before anything is drawn.</summary>
    public bool HasChanges => BiasedTokens is not null || SeenTokens is not null || Masks.Count > 0;

    /// <summary>Collects what some rows need.</summary>
    public static DrawRound Stage(List<RowSampling> rows, int vocabularySize, StagedNumbers<long> indices, StagedNumbers<float> numbers)
    {
        var round = new DrawRound
        {
            Rows = rows,
            IsSampled = rows.Exists(row => !row.Settings.IsGreedy),
            IsRanked = rows.Exists(row => !row.Settings.IsGreedy && (row.Settings.TopK > 0 || row.Settings.TopP < 1)),
            TopCount = Math.Min(vocabularySize, rows.Max(row => row.TopLogitCount)),
        };
        round.StageSettings(rows, vocabularySize, numbers);
        round.StageBias(rows, vocabularySize, indices, numbers);
        round.StagePenalties(rows, vocabularySize, indices, numbers);
        round.StageMasks(rows, indices);
        return round;
    }

    private void StageSettings(List<RowSampling> rows, int vocabularySize, StagedNumbers<float> numbers)
    {
        var settings = numbers.Add(SettingCount * rows.Count, out var section);
        for (int row = 0; row < rows.Count; row++)
        {
            var of = rows[row].Settings;
            settings[row] = of.IsGreedy ? 1 : 0;
            settings[rows.Count + row] = of.IsGreedy ? 1 : of.Temperature;
            settings[(2 * rows.Count) + row] = of.TopK > 0 ? of.TopK : vocabularySize;

            // Infinity, since a running sum may reach the total a little early.
            settings[(3 * rows.Count) + row] = of.TopP < 1 ? of.TopP : float.PositiveInfinity;
            settings[(4 * rows.Count) + row] = MathF.Log(of.MinP);
            settings[(5 * rows.Count) + row] = rows[row].Uniform;
        }

        Settings = section;
    }

    private void StageBias(List<RowSampling> rows, int vocabularySize, StagedNumbers<long> indices, StagedNumbers<float> numbers)
    {
        var tokens = new List<long>();
        var added = new List<float>();
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (var (token, bias) in rows[row].Settings.LogitBias?.AsEnumerable() ?? [])
            {
                tokens.Add(((long)row * vocabularySize) + token);
                added.Add(bias);
            }
        }

        if (tokens.Count > 0)
        {
            (BiasedTokens, AddedBias) = (indices.Add([.. tokens]), numbers.Add([.. added]));
        }
    }

    private void StagePenalties(List<RowSampling> rows, int vocabularySize, StagedNumbers<long> indices, StagedNumbers<float> numbers)
    {
        var tokens = new List<long>();
        var (repetition, presence, frequency) = (new List<float>(), new List<float>(), new List<float>());
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows[row] is not { Settings: { HasPenalties: true } settings, Counts: { } counts })
            {
                continue;
            }

            foreach (var (token, count) in counts)
            {
                tokens.Add(((long)row * vocabularySize) + token);
                repetition.Add(settings.RepetitionPenalty);
                presence.Add(count.Reply == 0 ? 0 : settings.PresencePenalty);
                frequency.Add(settings.FrequencyPenalty * count.Reply);
            }
        }

        if (tokens.Count > 0)
        {
            (SeenTokens, Penalties) = (indices.Add([.. tokens]), numbers.Add([.. repetition, .. presence, .. frequency]));
        }
    }

    private void StageMasks(List<RowSampling> rows, StagedNumbers<long> indices)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            var words = rows[row].AllowedTokens.Span;
            if (words.IsEmpty)
            {
                continue;
            }

            var staged = indices.Add(words.Length, out var section);
            for (int word = 0; word < words.Length; word++)
            {
                staged[word] = words[word];
            }

            Masks.Add((row, section));
        }
    }
}
