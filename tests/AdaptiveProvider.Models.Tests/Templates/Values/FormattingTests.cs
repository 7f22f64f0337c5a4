namespace AdaptiveProvider.Models.Tests.Templates.Values;

/// <summary>Percent formatting and str.format.</summary>
public sealed class FormattingTests
{
    [Theory]
    [InlineData("'%s %s' % (1,'a')", "1 a")]
    [InlineData("'%d' % 42", "42")]
    [InlineData("'%d' % 3.7", "3")]
    [InlineData("'%5d|%-5d|%05d' % (1,2,3)", "    1|2    |00003")]
    [InlineData("'%+d % d' % (5,5)", "+5  5")]
    [InlineData("'%x %X %#x %o' % (255,255,255,8)", "ff FF 0xff 10")]
    [InlineData("'%e %E' % (12345.678,0.00012)", "1.234568e+04 1.200000E-04")]
    [InlineData("'%.2f' % 2.675", "2.67")]
    [InlineData("'%.0f %.0f' % (2.5,3.5)", "2 4")]
    [InlineData("'%g %g %g %g %g' % (1e10,0.0001,0.00001,100000,1000000)", "1e+10 0.0001 1e-05 100000 1e+06")]
    [InlineData("'%c%c' % (65,'b')", "Ab")]
    [InlineData("'%r' % 'a'", "'a'")]
    [InlineData("'100%%' % ()", "100%")]
    [InlineData("'%(a)s %(b)d' % {'a':1,'b':2}", "1 2")]
    [InlineData("'%s' % [1,2]", "[1, 2]")]
    [InlineData("'%s' % (1,)", "1")]
    [InlineData("'%.3s|%5s|%-5s|' % ('abcdef','a','b')", "abc|    a|b    |")]
    [InlineData("'%*d' % (5,42)", "   42")]
    [InlineData("'%.10f' % 0.1", "0.1000000000")]
    [InlineData("'%s' % none", "None")]
    [InlineData("'%s-%s'|format(1,2)", "1-2")]
    [InlineData("'%(a)s'|format(a=1)", "1")]
    public void Percent_Conversions_FollowPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("'{} {}'.format(1,'a')", "1 a")]
    [InlineData("'{1} {0}'.format(1,2)", "2 1")]
    [InlineData("'{a}'.format(a=5)", "5")]
    [InlineData("'{:>5}|{:<5}|{:^5}'.format('a','b','c')", "    a|b    |  c  ")]
    [InlineData("'{:05d}'.format(-42)", "-0042")]
    [InlineData("'{:.2f}'.format(3.14159)", "3.14")]
    [InlineData("'{:,} {:_}'.format(1234567,1234567)", "1,234,567 1_234_567")]
    [InlineData("'{:x} {:b} {:#x}'.format(255,5,255)", "ff 101 0xff")]
    [InlineData("'{!r} {!s}'.format('a','a')", "'a' a")]
    [InlineData("'{{}}'.format()", "{}")]
    [InlineData("'{0[0]} {a[k]}'.format([7],a={'k':1})", "7 1")]
    [InlineData("'{:+d} {:e} {:g} {:%}'.format(3,12345.678,0.00001,0.25)", "+3 1.234568e+04 1e-05 25.000000%")]
    [InlineData("'{:*^9}'.format('ab')", "***ab****")]
    [InlineData("'{:.3}'.format('abcdef')", "abc")]
    [InlineData("'{:10.3f}|'.format(2.5)", "     2.500|")]
    [InlineData("'{}'.format(none)", "None")]
    [InlineData("'{:d}'.format(true)", "1")]
    public void Brace_Fields_FollowPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));
}
