namespace AdaptiveProvider.Models.Tokenization.Normalization;

/// <summary>The arithmetic of Hangul syllables (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;

    public static bool IsSyllable(int scalar) => (uint)(scalar - SyllableBase) < SyllableCount;

    /// <summary>Appends the two or three letters of a syllable; nothing for another character.</summary>
    public static void Decompose(int scalar, List<int> output)
    {
        if (!IsSyllable(scalar))
        {
            return;
        }

        var index = scalar - SyllableBase;
        output.Add(LeadBase + (index / (VowelCount * TrailCount)));
        output.Add(VowelBase + (index % (VowelCount * TrailCount) / TrailCount));
        if (index % TrailCount != 0)
        {
            output.Add(TrailBase + (index % TrailCount));
        }
    }

    public static bool TryCompose(int first, int second, out int syllable)
    {
        var (lead, vowel) = (first - LeadBase, second - VowelBase);
        if ((uint)lead < LeadCount && (uint)vowel < VowelCount)
        {
            syllable = SyllableBase + (((lead * VowelCount) + vowel) * TrailCount);
            return true;
        }

        syllable = first + (second - TrailBase);
        return IsSyllable(first) && (first - SyllableBase) % TrailCount == 0 && second > TrailBase && second < TrailBase + TrailCount;
    }
}
