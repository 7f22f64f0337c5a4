using AdaptiveProvider.Models.Templates;

namespace AdaptiveProvider.Models.Tests.Templates;

public sealed class TemplateExceptionTests
{
    [Fact]
    public void Render_RaiseException_GivesTheTemplatesOwnWords()
    {
        var exception = SampleConversation.Fails("a\n{{ raise_exception('Roles must alternate!') }}");

        Assert.Equal("Roles must alternate!", exception.Reason);
        Assert.True(exception.IsRaisedByTemplate);
        Assert.Equal(("test.jinja", 2), (exception.File, exception.Line));
    }

    [Theory]
    [InlineData("{{ s | nope }}", 1, 8, "there is no filter named 'nope'")]
    [InlineData("\n {{ s is nope }}", 2, 10, "there is no test named 'nope'")]
    [InlineData("x\n{% nope %}", 2, 4, "there is no tag 'nope' here")]
    [InlineData("{% include 'x' %}", 1, 4, "there is no tag 'include' here")]
    [InlineData("{{ nope() }}", 1, 8, "'nope' is undefined")]
    [InlineData("{{ s.nope() }}", 1, 10, "'str object' has no attribute 'nope'")]
    [InlineData("{{ d.a.b.c }}", 1, 9, "'int object' has no attribute 'b'")]
    [InlineData("{{ undefined.x }}", 1, 13, "'undefined' is undefined")]
    [InlineData("{{ undefined + 1 }}", 1, 14, "'undefined' is undefined")]
    [InlineData("{{ 1 + 'a' }}", 1, 6, "unsupported operand type(s) for +: 'int' and 'str'")]
    [InlineData("{{ 'a' + d }}", 1, 8, "can only concatenate str (not \"dict\") to str")]
    [InlineData("{{ 1 < 'a' }}", 1, 6, "'<' not supported between instances of 'int' and 'str'")]
    [InlineData("{{ 1 in 'a' }}", 1, 6, "'in <string>' requires string as left operand, not int")]
    [InlineData("{{ 1 / 0 }}", 1, 6, "division by zero")]
    [InlineData("{{ l.append(4) }}", 1, 12, "access to attribute 'append' of 'list' object is unsafe.")]
    [InlineData("{{ d.update(x=1) }}", 1, 12, "access to attribute 'update' of 'dict' object is unsafe.")]
    [InlineData("{{ (l|map('string'))|length }}", 1, 22, "object of type 'generator' has no len()")]
    [InlineData("{{ undefined|tojson }}", 1, 14, "Object of type Undefined is not JSON serializable")]
    [InlineData("{% set n.x = 1 %}", 1, 8, "cannot assign attribute on non-namespace object")]
    [InlineData("{% for a, b in [[1]] %}{% endfor %}", 1, 8, "cannot unpack 1 values into 2 names")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", 1, 35, "macro 'm' takes not more than 1 argument(s)")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(b=2) }}", 1, 35, "macro 'm' takes no keyword argument 'b'")]
    [InlineData("{{ 'abc'.center() }}", 1, 16, "center() missing required argument: 'width'")]
    [InlineData("{{ s|trim(a=1) }}", 1, 6, "trim() got an unexpected keyword argument 'a'")]
    [InlineData("{{ {[1]: 2} }}", 1, 4, "unhashable type: 'list'")]
    [InlineData("{{ strftime_now('%Q') }}", 1, 16, "strftime_now does not know '%Q'")]
    [InlineData("{{ '%d' % 'a' }}", 1, 9, "%d format: a real number is required, not str")]
    [InlineData("{{ loop(1) }}", 1, 8, "'loop' is undefined")]
    [InlineData("{% for i in l %}{{ loop([1]) }}{% endfor %}", 1, 24, "the loop must have the 'recursive' marker to be called recursively")]
    public void Render_Mistakes_AreNamedWithTheirPlace(string template, int line, int column, string reason)
    {
        var exception = SampleConversation.Fails(template);

        Assert.Equal((reason, line, column), (exception.Reason, exception.Line, exception.Column));
        Assert.Equal($"test.jinja({line},{column}): {reason}", exception.Message);
        Assert.False(exception.IsRaisedByTemplate);
    }

    [Theory]
    [InlineData("{{ 1 +", "'{{' is not closed; add '}}'")]
    [InlineData("{{ 1 + }}", "expected an expression, but found '}}'")]
    [InlineData("{{ (1 }}", "unexpected '}'")]
    [InlineData("{{ a b }}", "expected '}}', but found 'b'")]
    [InlineData("{{ 'a }}", "the string is not closed; add '")]
    [InlineData("{# a", "the comment is not closed; add '#}'")]
    [InlineData("{% raw %} a", "the raw block is not closed; add '{% endraw %}'")]
    [InlineData("{% if a %}", "expected '{% endif %}', but found the end of the template")]
    [InlineData("{% if a %}{% endfor %}", "there is no tag 'endfor' here")]
    [InlineData("{% for x y %}", "expected 'in', but found 'y'")]
    [InlineData("{% set 1 = 2 %}", "expected a name to assign to, but found '1'")]
    [InlineData("{% set true = 2 %}", "'true' cannot be assigned to")]
    [InlineData("{% break %}", "'break' stands outside a loop")]
    [InlineData("{% macro m(a=1, b) %}{% endmacro %}", "a parameter without a default follows one with a default")]
    [InlineData("{% call x %}{% endcall %}", "a call block needs a call, such as {% call name() %}")]
    [InlineData("{{ f(a=1, 2) }}", "the arguments of the call are in an invalid order")]
    [InlineData("{{ a is b is c }}", "tests with 'is' cannot be chained")]
    [InlineData("{{ a ? b }}", "unexpected character '?'")]
    [InlineData("{{ '\\xZZ' }}", "the escape sequence needs 2 hexadecimal digits of a code point")]
    public void Parse_MalformedTemplate_SaysWhatIsMissing(string template, string reason)
        => Assert.Equal(reason, Assert.Throws<TemplateException>(() => ChatTemplate.Parse(template, "test.jinja")).Reason);

    [Theory]
    [InlineData("{% if false %}{{ s | nope }}{% endif %}ok")]
    [InlineData("{{ (s | nope) if false else 'ok' }}")]
    public void Render_UnknownFilterInABranchNotTaken_IsNoError(string template)
        => Assert.Equal("ok", SampleConversation.Render(template));
}
