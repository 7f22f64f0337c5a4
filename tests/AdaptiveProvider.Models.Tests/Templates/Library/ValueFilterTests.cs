namespace AdaptiveProvider.Models.Tests.Templates.Library;

/// <summary>Filters on numbers, defaults and JSON.</summary>
public sealed class ValueFilterTests
{
    [Theory]
    [InlineData("(-5)|abs", "5")]
    [InlineData("-5.5|abs", "5.5")]
    [InlineData("'42'|int", "42")]
    [InlineData("'42.7'|int", "42")]
    [InlineData("'x'|int", "0")]
    [InlineData("'x'|int(5)", "5")]
    [InlineData("'0x1A'|int(0,16)", "26")]
    [InlineData("'1A'|int(base=16)", "26")]
    [InlineData("'  12 '|int", "12")]
    [InlineData("42.9|int", "42")]
    [InlineData("none|int", "0")]
    [InlineData("true|int", "1")]
    [InlineData("'1e3'|int", "1000")]
    [InlineData("'inf'|int", "0")]
    [InlineData("'1.5'|float", "1.5")]
    [InlineData("'x'|float", "0.0")]
    [InlineData("'x'|float(1)", "1")]
    [InlineData("'1_0'|float", "10.0")]
    public void Number_Conversions_FollowJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("2.5|round", "2.0")]
    [InlineData("3.5|round", "4.0")]
    [InlineData("-2.5|round", "-2.0")]
    [InlineData("2.675|round(2)", "2.67")]
    [InlineData("1.005|round(2)", "1.0")]
    [InlineData("2.1234|round(2,'ceil')", "2.13")]
    [InlineData("2.1239|round(2,'floor')", "2.12")]
    [InlineData("42|round", "42")]
    [InlineData("1250|round(-2)", "1200")]
    [InlineData("1350|round(-2)", "1400")]
    [InlineData("1e300|round(5)", "1e+300")]
    public void Round_Numbers_FollowsPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("undefined|default('x')", "x")]
    [InlineData("undefined|d", "")]
    [InlineData("none|default('x')", "None")]
    [InlineData("none|default('x',true)", "x")]
    [InlineData("''|d('x',boolean=true)", "x")]
    [InlineData("0|default('x')", "0")]
    [InlineData("d|attr('a')", "")]
    [InlineData("d|attr('zz') is defined", "False")]
    public void Default_Values_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("d|tojson", "{\"b\": 1, \"a\": 2, \"C\": 3}")]
    [InlineData("l|tojson", "[3, 1, 2]")]
    [InlineData("s|tojson", "\"Hello, Wörld 🤗 foo\"")]
    [InlineData("none|tojson", "null")]
    [InlineData("true|tojson", "true")]
    [InlineData("1.0|tojson", "1.0")]
    [InlineData("1e-7|tojson", "1e-07")]
    [InlineData("(2**70)|tojson", "1180591620717411303424")]
    [InlineData("u|tojson(indent=2)", "[\n  {\n    \"name\": \"Bob\",\n    \"age\": 3,\n    \"x\": {\n      \"y\": 1\n    }\n  },\n  {\n    \"name\": \"al\",\n    \"age\": 1,\n    \"x\": {\n      \"y\": 2\n    }\n  },\n  {\n    \"name\": \"Cy\",\n    \"age\": 3\n  }\n]")]
    [InlineData("[]|tojson(indent=2)", "[]")]
    [InlineData("{}|tojson(indent=2)", "{}")]
    [InlineData("[[],{}]|tojson(indent=1)", "[\n [],\n {}\n]")]
    [InlineData("d|tojson(sort_keys=true)", "{\"C\": 3, \"a\": 2, \"b\": 1}")]
    [InlineData("d|tojson(indent='\\t')", "{\n\t\"b\": 1,\n\t\"a\": 2,\n\t\"C\": 3\n}")]
    [InlineData("d|tojson(indent=0)", "{\n\"b\": 1,\n\"a\": 2,\n\"C\": 3\n}")]
    [InlineData("'<>&\\'\"\\\\/\\b\\f\\x01'|tojson", "\"<>&'\\\"\\\\/\\b\\f\\u0001\"")]
    [InlineData("'é🤗'|tojson(ensure_ascii=true)", "\"\\u00e9\\ud83e\\udd17\"")]
    [InlineData("{1:2,none:3,true:4,1.5:5}|tojson", "{\"1\": 4, \"null\": 3, \"1.5\": 5}")]
    [InlineData("(1,2)|tojson", "[1, 2]")]
    [InlineData("d|tojson(separators=(',',':'))", "{\"b\":1,\"a\":2,\"C\":3}")]
    [InlineData("d|tojson(indent=2,separators=(',',':'))", "{\n  \"b\":1,\n  \"a\":2,\n  \"C\":3\n}")]
    [InlineData("'inf'|float|tojson", "Infinity")]
    public void ToJson_Values_AsPythonDumps(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));
}
