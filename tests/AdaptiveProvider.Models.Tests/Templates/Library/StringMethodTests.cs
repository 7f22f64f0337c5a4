namespace AdaptiveProvider.Models.Tests.Templates.Library;

/// <summary>Python's string methods.</summary>
public sealed class StringMethodTests
{
    [Theory]
    [InlineData("s.upper()", "HELLO, WÖRLD 🤗 FOO")]
    [InlineData("s.lower()", "hello, wörld 🤗 foo")]
    [InlineData("s.title()", "Hello, Wörld 🤗 Foo")]
    [InlineData("s.capitalize()", "Hello, wörld 🤗 foo")]
    [InlineData("s.swapcase()", "hELLO, wÖRLD 🤗 FOO")]
    [InlineData("\"they're bill's\".title()", "They'Re Bill'S")]
    [InlineData("'ABC'.isupper()", "True")]
    [InlineData("'abC'.islower()", "False")]
    [InlineData("'A1'.isupper()", "True")]
    [InlineData("'1'.isupper()", "False")]
    public void Case_Strings_FollowsPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("'a,b,,c'.split(',')", "['a', 'b', '', 'c']")]
    [InlineData("'a,b,,c'.split(',',1)", "['a', 'b,,c']")]
    [InlineData("'a,b,,c'.rsplit(',',1)", "['a,b,', 'c']")]
    [InlineData("'  a  b c '.split()", "['a', 'b', 'c']")]
    [InlineData("'  a  b c '.rsplit(none,1)", "['  a  b', 'c']")]
    [InlineData("'  a  b c '.split(none,1)", "['a', 'b c ']")]
    [InlineData("''.split()", "[]")]
    [InlineData("''.split(',')", "['']")]
    [InlineData("'a,b,c'.rsplit(',',5)", "['a', 'b', 'c']")]
    [InlineData("m.splitlines()", "['line1', 'line2', '', 'line4']")]
    [InlineData("m.splitlines(true)", "['line1\\n', 'line2\\r\\n', '\\n', 'line4']")]
    [InlineData("'abc'.partition('b')", "('a', 'b', 'c')")]
    [InlineData("'abcbd'.rpartition('b')", "('abc', 'b', 'd')")]
    [InlineData("'abc'.partition('x')", "('abc', '', '')")]
    [InlineData("'abc'.rpartition('x')", "('', '', 'abc')")]
    public void Split_Strings_FollowsPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("'  a '.strip()~'|'", "a|")]
    [InlineData("'  a '.lstrip()~'|'", "a |")]
    [InlineData("'  a '.rstrip()~'|'", "  a|")]
    [InlineData("'xxabcxx'.strip('x')", "abc")]
    [InlineData("'xyabcyx'.lstrip('xy')", "abcyx")]
    [InlineData("'xyabcyx'.rstrip('xy')", "xyabc")]
    [InlineData("'abc'.removeprefix('a')", "bc")]
    [InlineData("'abc'.removesuffix('c')", "ab")]
    public void Strip_Strings_FollowsPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("'abc'.find('c')", "2")]
    [InlineData("'abcabc'.rfind('b')", "4")]
    [InlineData("'abc'.find('z')", "-1")]
    [InlineData("'abc'.index('c')", "2")]
    [InlineData("'aaaa'.count('aa')", "2")]
    [InlineData("'abc'.count('')", "4")]
    [InlineData("'🤗x'.find('x')", "1")]
    [InlineData("'abcabc'.find('b',2)", "4")]
    [InlineData("'abcabc'.find('b',2,4)", "-1")]
    [InlineData("'abcabc'.count('b',2)", "1")]
    [InlineData("'abc'.startswith('ab')", "True")]
    [InlineData("'abc'.startswith(('x','a'))", "True")]
    [InlineData("'abc'.endswith('bc')", "True")]
    [InlineData("'abc'.endswith(('x','y'))", "False")]
    [InlineData("'abc'.startswith('b',1)", "True")]
    public void Search_Strings_FollowsPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("','.join(['a','b'])", "a,b")]
    [InlineData("'aXbX'.replace('X','y')", "ayby")]
    [InlineData("'aaa'.replace('a','b',2)", "bba")]
    [InlineData("'abc'.replace('','-')", "-a-b-c-")]
    [InlineData("'🤗a'.replace('','-')", "-🤗-a-")]
    [InlineData("'abc'.center(10,'*')", "***abc****")]
    [InlineData("'abcd'.center(9,'*')", "***abcd**")]
    [InlineData("'ab'.center(5,'*')", "**ab*")]
    [InlineData("'abc'.ljust(5)~'|'", "abc  |")]
    [InlineData("'abc'.rjust(5,'.')", "..abc")]
    [InlineData("'42'.zfill(5)", "00042")]
    [InlineData("'-42'.zfill(5)", "-0042")]
    public void Build_Strings_FollowsPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("'123'.isdigit()", "True")]
    [InlineData("''.isdigit()", "False")]
    [InlineData("'12²'.isdigit()", "True")]
    [InlineData("'12²'.isdecimal()", "False")]
    [InlineData("'½'.isnumeric()", "True")]
    [InlineData("'a1'.isalnum()", "True")]
    [InlineData("'abc'.isalpha()", "True")]
    [InlineData("'1a'.isalpha()", "False")]
    [InlineData("' '.isspace()", "True")]
    [InlineData("'é'.isascii()", "False")]
    public void Classes_Strings_FollowsPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));
}
