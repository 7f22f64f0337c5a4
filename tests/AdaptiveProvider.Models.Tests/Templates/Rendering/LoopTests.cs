namespace AdaptiveProvider.Models.Tests.Templates.Rendering;

/// <summary>For loops and their loop variable.</summary>
public sealed class LoopTests
{
    [Theory]
    [InlineData("{% for i in l %}{{ i }}{% endfor %}", "312")]
    [InlineData("{% for i in l %}{{ loop.index }}/{{ loop.index0 }}/{{ loop.revindex }}/{{ loop.revindex0 }}/{{ loop.first }}/{{ loop.last }}/{{ loop.length }} {% endfor %}", "1/0/3/2/True/False/3 2/1/2/1/False/False/3 3/2/1/0/False/True/3 ")]
    [InlineData("{% for i in l %}{{ loop.previtem }}<{{ i }}<{{ loop.nextitem }} {% endfor %}", "<3<1 3<1<2 1<2< ")]
    [InlineData("{% for i in [1,1,2] %}{{ loop.changed(i) }} {{ loop.cycle('a','b') }} {% endfor %}", "True a False b True a ")]
    [InlineData("{% for k, v in d.items() %}{{ k }}={{ v }},{% endfor %}", "b=1,a=2,C=3,")]
    [InlineData("{% for (a, b), c in [((1,2),3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "123")]
    [InlineData("{% for i in l if i > 1 %}{{ i }}{{ loop.last }} {% else %}none{% endfor %}", "3False 2True ")]
    [InlineData("{% for i in l if i > 9 %}{{ i }}{% else %}none{% endfor %}", "none")]
    [InlineData("{% for i in range(9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}", "013")]
    [InlineData("{% for i in [[1,[2]],[3,[]]] recursive %}{{ loop.depth }}:{{ i[0] if i is iterable else i }}{% if i is iterable and i[1] %}({{ loop(i[1]) }}){% endif %} {% endfor %}", "1:1(2:2 ) 1:3 ")]
    [InlineData("{% for i in l %}{% for j in l %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}", "1231 1232 1233 ")]
    [InlineData("{% for c in 'a🤗' %}[{{ c }}]{% endfor %}", "[a][🤗]")]
    [InlineData("{% for i in undefined %}x{% else %}empty{% endfor %}", "empty")]
    public void For_Loops_FollowJinja(string template, string expected)
        => Assert.Equal(expected, SampleConversation.Render(template));
}
