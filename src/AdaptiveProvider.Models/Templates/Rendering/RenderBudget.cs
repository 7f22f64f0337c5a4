using System.Runtime.CompilerServices;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Rendering;

/// <summary>Counts what one rendering spends against <see cref="TemplateLimits"/> and stops it when it is too much.</summary>
internal sealed class RenderBudget(TemplateLimits limits)
{
    // A vectorised search compares some dozens of characters at once; its worst case is haystack times needle.
    private const long SearchCharactersPerStep = 4096;
    private const long CopiedCharactersPerStep = 64;

    private long _steps;
    private long _characters;
    private int _depth;

    public TemplateLimits Limits { get; } = limits;

    public void Step(long count = 1)
    {
        _steps += count;
        if (_steps > Limits.Steps)
        {
            throw new TemplateFault($"the template takes more than {Limits.Steps} steps (TemplateLimits.Steps)");
        }
    }

    public void Enter()
    {
        if (++_depth > Limits.EvaluationDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TemplateFault($"evaluation is nested deeper than {Math.Min(_depth - 1, Limits.EvaluationDepth)} levels (TemplateLimits.EvaluationDepth)");
        }
    }

    public void Leave() => _depth--;

    /// <summary>Checks the length that a string would have, before it is made.</summary>
    public void Length(long characters)
    {
        if (characters > Limits.ValueCharacters)
        {
            throw new TemplateFault($"a string of {characters} characters is longer than {Limits.ValueCharacters} (TemplateLimits.ValueCharacters)");
        }
    }

    /// <summary>Accounts for a string of this length before it is made.</summary>
    public void Reserve(long characters)
    {
        Length(characters);
        _characters += characters;
        if (_characters > Limits.TotalCharacters)
        {
            throw new TemplateFault($"the strings made take more than {Limits.TotalCharacters} characters (TemplateLimits.TotalCharacters)");
        }

        Step(1 + (characters / CopiedCharactersPerStep));
    }

    /// <summary>Accounts for a string that could not become much longer than its inputs.</summary>
    public string Made(string text)
    {
        Reserve(text.Length);
        return text;
    }

    /// <summary>Accounts for a list or dictionary of this many elements before it is made.</summary>
    public void Elements(long count)
    {
        Size(count);
        Step(count);
    }

    /// <summary>Checks the size of a collection that grows one by one.</summary>
    public void Size(long count)
    {
        if (count > Limits.ValueElements)
        {
            throw new TemplateFault($"a collection of {count} elements is larger than {Limits.ValueElements} (TemplateLimits.ValueElements)");
        }
    }

    /// <summary>Accounts for reading every character of a string.</summary>
    public void Scan(string text) => Step(1 + (text.Length / CopiedCharactersPerStep));

    /// <summary>Accounts for hashing a dictionary key.</summary>
    public void Key(Value key)
    {
        if (key is StringValue text)
        {
            Scan(text.Text);
        }
    }

    /// <summary>Accounts for a search of one string in another.</summary>
    public void Search(string haystack, string needle)
    {
        Scan(haystack);
        Step((long)haystack.Length * needle.Length / SearchCharactersPerStep);
    }
}
