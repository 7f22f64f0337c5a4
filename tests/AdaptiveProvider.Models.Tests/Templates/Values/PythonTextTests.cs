namespace AdaptiveProvider.Models.Tests.Templates.Values;

/// <summary>What values print as: Python's str and repr.</summary>
public sealed class PythonTextTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.5", "1.5")]
    [InlineData("1e3", "1000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("123456789.123", "123456789.123")]
    [InlineData("1e-4", "0.0001")]
    [InlineData("1e-5", "1e-05")]
    [InlineData("0.1+0.2", "0.30000000000000004")]
    [InlineData("1/3", "0.3333333333333333")]
    [InlineData("100.0", "100.0")]
    [InlineData("1e22", "1e+22")]
    [InlineData("1e23", "1e+23")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("2**64", "18446744073709551616")]
    [InlineData("'inf'|float", "inf")]
    [InlineData("'-inf'|float", "-inf")]
    [InlineData("'nan'|float", "nan")]
    public void Print_Numbers_AsPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("true", "True")]
    [InlineData("none", "None")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("()", "()")]
    [InlineData("(1,)", "(1,)")]
    [InlineData("(1,2)", "(1, 2)")]
    [InlineData("[1,'a',none,true,1.5,[],{}]", "[1, 'a', None, True, 1.5, [], {}]")]
    [InlineData("{'a':{'b':[1]}}", "{'a': {'b': [1]}}")]
    [InlineData("{1:2,none:3,(1,2):5}", "{1: 2, None: 3, (1, 2): 5}")]
    [InlineData("range(3)", "range(0, 3)")]
    [InlineData("range(1,5,2)", "range(1, 5, 2)")]
    [InlineData("d.keys()", "dict_keys(['b', 'a', 'C'])")]
    [InlineData("d.values()", "dict_values([1, 2, 3])")]
    [InlineData("d.items()", "dict_items([('b', 1), ('a', 2), ('C', 3)])")]
    [InlineData("undefined", "")]
    [InlineData("[undefined]", "[Undefined]")]
    [InlineData("'text'", "text")]
    public void Print_Compounds_AsPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("['a']", "['a']")]
    [InlineData("[\"it's\"]", "[\"it's\"]")]
    [InlineData("['say \"hi\"']", "['say \"hi\"']")]
    [InlineData("['it\\'s \"x\"']", "['it\\'s \"x\"']")]
    [InlineData("['a\\\\b']", "['a\\\\b']")]
    [InlineData("['\\n\\t\\r']", "['\\n\\t\\r']")]
    [InlineData("['\\x00\\x7f\\x80\\xa0\\xad']", "['\\x00\\x7f\\x80\\xa0\\xad']")]
    [InlineData("['é日🤗']", "['é日🤗']")]
    [InlineData("['\\u200b\\u2028']", "['\\u200b\\u2028']")]
    public void Print_NestedStrings_AreQuotedAsInPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("'\\x41\\u00e9\\U0001F917'", "Aé🤗")]
    [InlineData("'\\101\\q\\a'|tojson", "\"A\\\\q\\u0007\"")]
    [InlineData("'a' 'b' \"c\"", "abc")]
    [InlineData("\"\\\"\"", "\"")]
    [InlineData("'\\''", "'")]
    [InlineData("'{{ x }} %}'", "{{ x }} %}")]
    public void Print_StringLiterals_EscapesAreRead(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));
}
