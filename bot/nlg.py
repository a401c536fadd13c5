"""tmp"""
from rasa.core.nlg.generator import NaturalLanguageGenerator
class ReviewedText(NaturalLanguageGenerator):
    def __init__(self, endpoint_config=None, domain=None): pass
    async def generate(self, utter_action, tracker, output_channel, **kwargs):
        if utter_action=="utter_noted": return {"messages": []}
        return {"text": utter_action, "messages": [{"text": utter_action}]}
